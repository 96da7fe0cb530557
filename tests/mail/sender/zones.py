"""DNS as a table, for whoever asks in a test."""

from eventapp.mail.sender.rules import CouldNotLook, Finding, LookUp, Why

SILENT = "silent"  # a name that nobody answers for


class Zone:
    """Names and what stands there; every other name does not exist."""

    def __init__(self, records: dict[tuple[str, str], list[str] | str]) -> None:
        self.records = records

    def begin(self) -> LookUp:
        return self.look_up

    def look_up(self, name: str, kind: str) -> tuple[str, ...]:
        found = self.records.get((name, kind), [])
        if found == SILENT:
            raise CouldNotLook(Why.NO_ANSWER, name)
        return tuple(found)


def said(found: Finding) -> list[str]:
    return [remark.code for remark in found.remarks]
