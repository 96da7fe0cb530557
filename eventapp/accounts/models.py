"""Accounts of staff. No resident ever has one, and a sign-up never becomes one."""

from datetime import datetime

from flask_security import AsaList, UserMixin, WebAuthnMixin
from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base, UTCDateTime


class Account(Base, UserMixin):
    """Somebody who organises; most columns are those that Flask-Security asks for."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    is_administrator: Mapped[bool] = mapped_column(default=False)
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime)
    active: Mapped[bool] = mapped_column(default=True)  # a suspended account is kept, and opens nothing
    password: Mapped[str | None] = mapped_column(String(255))
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)  # another one ends every session
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)  # type: ignore[assignment]

    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]
        back_populates="user", cascade="all, delete-orphan"
    )

    roles = ()  # type: ignore[assignment]  # none of Flask-Security's: what somebody may do depends on the organisation

    @property
    def has_second_factor(self) -> bool:
        """Whether a password alone does not open it: a code from a phone, or a passkey."""
        return bool(self.tf_primary_method or self.webauthn)


class Passkey(Base, WebAuthnMixin):
    """A key in somebody's phone, computer or pocket."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    lastuse_datetime: Mapped[datetime] = mapped_column(UTCDateTime)
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))  # alone, or beside a password

    user: Mapped[Account] = relationship(back_populates="webauthn")

    def get_user_mapping(self) -> dict[str, int]:
        return {"id": self.user_id}
