// Reads a calendar as ical.js does, which many programs are built on: each entry with its moments in UTC, by the zone in
// the file alone.

import ICAL from "ical.js";
import { createInterface } from "node:readline";

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const entry = new ICAL.Event(component);
    const moment = (time) => new Date(time.toUnixTime() * 1000).toISOString();
    return [entry.uid, entry.summary, entry.description, moment(entry.startDate), moment(entry.endDate)];
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify({ done: read(JSON.parse(line).text) }));
  } catch (error) {
    console.log(JSON.stringify({ failed: String(error?.stack ?? error) }));
  }
}
