"""The least that a Flask page can cost; every rate is told as a share of this one."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "Hello"
