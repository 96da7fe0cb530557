"""What the tests of meeting again share."""

from ..mail.conftest import app_without_rows, desk

__all__ = ["app_without_rows", "desk"]
