"""A mail server for tests, on Debian's python3-aiosmtpd: takes mail, refuses one box, is busy for another."""
import sys, time
from aiosmtpd.controller import Controller

class Desk:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("khong-co@"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("ban@"):
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        print("MAIL " + ",".join(envelope.rcpt_tos) + " " + envelope.content.hex(), flush=True)
        return "250 OK"

controller = Controller(Desk(), hostname="127.0.0.1", port=int(sys.argv[1]))
controller.start()
print("READY", flush=True)
sys.stdin.read()
controller.stop()
