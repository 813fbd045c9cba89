"""The ways a parcel goes: mail, a webhook, a folder. Each is tried again where the other side is busy."""

import os
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any

from doors.webhook import BusyError, attempts, post
from pipeline.deliveries import Delivery
from pipeline.errors import DeliveryError
from pipeline.settings import Settings
from ui.brief.parcel import Parcel, as_slack, as_teams

Send = Callable[[Settings, Parcel, Delivery], None]


def send(settings: Settings, parcel: Parcel, delivery: Delivery) -> None:
    """Send a parcel by its channel, again after a while where the other side is busy.

    Raises:
        DeliveryError: It did not go; the message says why, and holds no secret.
    """
    try:
        attempts(settings)(_WAYS[delivery.channel], settings, parcel, delivery)
    except BusyError as busy:
        raise DeliveryError(f"{delivery.channel} to {delivery.target}: {busy}.") from None


def _mail(settings: Settings, parcel: Parcel, delivery: Delivery) -> None:
    if not settings.smtp_host or not settings.smtp_from:
        raise DeliveryError("no mail server is named.", "Set smtp_host and smtp_from (LEAKAGE_SMTP_HOST, …).")
    try:
        with _server(settings) as server:
            server.send_message(_message(settings, parcel, delivery))
    except smtplib.SMTPAuthenticationError:
        raise DeliveryError(f"the mail server {settings.smtp_host} does not accept the user or password.") from None
    except smtplib.SMTPResponseException as refused:
        said = f"the mail server said {refused.smtp_code}"
        if 400 <= refused.smtp_code < 500:
            raise BusyError(said) from None
        raise DeliveryError(f"mail to {delivery.target}: {said}.") from None
    except smtplib.SMTPRecipientsRefused:
        raise DeliveryError(f"mail to {delivery.target}: the server does not take this address.") from None
    except (OSError, smtplib.SMTPException) as failed:
        raise BusyError(f"the mail server {settings.smtp_host} can't be reached ({type(failed).__name__})") from None


def _server(settings: Settings) -> smtplib.SMTP:
    where: dict[str, Any] = {
        "host": settings.smtp_host,
        "port": settings.smtp_port,
        "timeout": settings.delivery_timeout_seconds,
    }
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(**where, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(**where)
    if settings.smtp_security == "starttls":
        server.starttls(context=ssl.create_default_context())
    if settings.smtp_user and settings.smtp_password:
        server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    return server


def _message(settings: Settings, parcel: Parcel, delivery: Delivery) -> EmailMessage:
    sender = settings.smtp_from or ""
    message = EmailMessage()
    message["Subject"] = parcel.subject
    message["From"] = sender
    message["To"] = delivery.target
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = f"<{delivery.message_id}@{sender.rpartition('@')[2].strip('<> ') or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(parcel.markdown)
    if parcel.html:
        message.add_alternative(parcel.html, subtype="html")
    if parcel.sql:
        message.add_attachment(parcel.sql, subtype="plain", filename=f"{parcel.file_name}.sql")
    return message


def _slack(settings: Settings, parcel: Parcel, delivery: Delivery) -> None:
    post(settings, delivery.target, as_slack(parcel), delivery.message_id)


def _teams(settings: Settings, parcel: Parcel, delivery: Delivery) -> None:
    post(settings, delivery.target, as_teams(parcel), delivery.message_id)


def _folder(_: Settings, parcel: Parcel, delivery: Delivery) -> None:
    """Write the briefing's files beside and rename them, so that nobody reads half of one."""
    folder = Path(delivery.target)
    written = {"html": parcel.html, "md": parcel.markdown, "sql": parcel.sql}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ending, text in written.items():
            if text:
                unfinished = folder / f".{parcel.file_name}.{os.getpid()}.{ending}"
                unfinished.write_text(text, encoding="utf-8")
                unfinished.replace(folder / f"{parcel.file_name}.{ending}")
    except OSError as refused:
        raise DeliveryError(f"{folder} can't be written: {refused.strerror}.") from None


_WAYS: dict[str, Send] = {"mail": _mail, "slack": _slack, "teams": _teams, "folder": _folder}
