#!/usr/bin/python3
"""A server for outgoing mail on Debian's python3-aiosmtpd, for tests: AUTH is required, STARTTLS on one port and TLS on another.

Accepted mail is handed to a Dovecot by LMTP, to the user that the local part of each recipient names, and noted in the file
"deliveries", one JSON line for each message. Some local parts make it fail:
  reject550  refused at RCPT          temp451   refused for now at RCPT
  data554    refused after the end    data452   refused for now after the end
  dropdata   connection lost after the end, not delivered
  dropafter  delivered, then the connection is lost
  holdrcpt, holdcontent  the file "held" appears, and nothing goes on until it is removed: at RCPT, or with none of the content read
  holdbefore, holdafter  the file "held" appears, and nothing goes on until it is removed; delivered after or before that
A sender "spoof" is refused. Users userNNN have the passwords pw-userNNN and the OAuth tokens token-userNNN.
"""
import asyncio, base64, json, os, re, smtplib, ssl, sys, warnings

warnings.filterwarnings('ignore')
from aiosmtpd.smtp import SMTP, AuthResult, MISSING

folder, port, tls_port, lmtp_port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
size_limit, utf8 = int(sys.argv[5]), sys.argv[6] == 'utf8'


def is_user(name):
    return re.fullmatch(r'user\d{3}', name) is not None


def check(server, session, envelope, mechanism, data):
    try:
        name, password = data.login.decode(), data.password.decode()
    except ValueError:
        name, password = '', ''
    good = is_user(name) and password == 'pw-' + name
    if good:
        session.user = name
    return AuthResult(success=good, handled=False, auth_data=name)


def deliver(envelope, users):
    content = envelope.original_content or envelope.content
    options = ['BODY=8BITMIME'] if any(octet > 127 for octet in content) else []
    sender = envelope.mail_from if envelope.mail_from.isascii() else ''
    with smtplib.LMTP('127.0.0.1', lmtp_port) as lmtp:
        lmtp.ehlo()
        # LMTP answers once for each recipient, which smtplib does not know.
        for user in users:
            lmtp.sendmail(sender, [user], content, mail_options=options)


async def hold():
    held = os.path.join(folder, 'held')
    open(held, 'w').close()
    while os.path.exists(held):
        await asyncio.sleep(0.02)


class Server(SMTP):
    async def push(self, status):
        await super().push(status)
        if str(status).startswith('354') and any(address.startswith('holdcontent@') for address in self.envelope.rcpt_tos):
            await hold()


class Handler:
    async def auth_XOAUTH2(self, server, args):
        answer = args[1] if len(args) > 1 else None
        blob = base64.b64decode(answer) if answer else await server.challenge_auth('')
        if blob is MISSING:
            return AuthResult(success=False)
        match = re.fullmatch(rb'user=(.*)\x01auth=Bearer (.*)\x01\x01', blob)
        name = match.group(1).decode() if match else ''
        if match and is_user(name) and match.group(2).decode() == 'token-' + name:
            server.session.user = name
            return AuthResult(success=True, auth_data=name)
        await server.challenge_auth(json.dumps(dict(status='401', schemes='Bearer')))
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith('spoof@'):
            return '553 5.7.1 Sender address rejected: not owned by user ' + session.user
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return '250 2.1.0 OK'

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.rsplit('@', 1)[0].lower()
        if local == 'reject550':
            return '550 5.1.1 No such user here'
        if local == 'temp451':
            return '451 4.2.1 Mailbox busy, try again later'
        if local == 'holdrcpt':
            await hold()
        envelope.rcpt_tos.append(address)
        return '250 2.1.5 OK'

    async def handle_DATA(self, server, session, envelope):
        names = [address.rsplit('@', 1)[0].lower() for address in envelope.rcpt_tos]
        if 'data554' in names:
            return '554 5.6.0 Message refused'
        if 'data452' in names:
            return '452 4.3.1 Insufficient system storage'
        if 'dropdata' in names:
            server.transport.abort()
            return '421 4.3.0 Gone'
        if 'holdbefore' in names:
            await hold()
        await self.take(session, envelope, [name for name in names if is_user(name)])
        if 'holdafter' in names:
            await hold()
        if 'dropafter' in names:
            server.transport.abort()
        return '250 2.0.0 OK queued'

    async def take(self, session, envelope, users):
        if users:
            await asyncio.get_running_loop().run_in_executor(None, deliver, envelope, users)
        content = envelope.original_content or envelope.content
        note = dict(user=session.user, **{'from': envelope.mail_from}, to=envelope.rcpt_tos, options=envelope.mail_options, octets=len(content))
        with open(os.path.join(folder, 'deliveries'), 'a') as file:
            file.write(json.dumps(note) + '\n')


async def main():
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(os.path.join(folder, 'cert.pem'), os.path.join(folder, 'key.pem'))
    common = dict(authenticator=check, auth_required=True, data_size_limit=size_limit, enable_SMTPUTF8=utf8, hostname='localhost', timeout=60)
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(lambda: Server(Handler(), tls_context=tls, require_starttls=True, **common), '127.0.0.1', port),
        await loop.create_server(lambda: Server(Handler(), auth_require_tls=False, **common), '127.0.0.1', tls_port, ssl=tls),
    ]
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())
