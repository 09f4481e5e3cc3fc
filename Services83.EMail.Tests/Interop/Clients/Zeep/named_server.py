"""Python's zeep reads a folder of a mail server that it names. Prints what it got as JSON; what is right is decided elsewhere.

Arguments: address of the WSDL, address of the service, ticket, mail server, user, password, folder.
"""
import base64
import json
import sys

import zeep

SERVICES83 = "http://www.superoffice.net/ws/crm/NetServer/Services83"

wsdl, address, ticket, server, user, password, folder = sys.argv[1:8]
proxy = zeep.Client(wsdl).create_service(f"{{{SERVICES83}}}BasicHttpBinding_EMail", address)
info = dict(ServerName=server, UserName=user, Password=password, Folder=folder, UseSSL=True)


def call(operation, connection=info, **parameters):
    reply = proxy[operation](_soapheaders={"Credentials": {"Ticket": ticket}}, ConnectionInfo=connection, **parameters)
    error = reply.header.ExceptionInfo
    return error if error is not None and error.Message is not None else reply.body.Response if reply.body is not None else None


folders = call("GetFolderList", IncludeItemCount=True).string
envelopes = call("GetEMailEnvelopes", MessageServerIds=None).EMailEnvelope
number = envelopes[0].ServerId
octets = call("GetEMailAsStream", MessageServerId=number, StripAttachments=False)
call("MarkAsRead", MessageServerIds={"int": [number]}, Read=True)
entity = call("GetEMailFromId", MessageServerId=number, LookupAddresses=True, Flags=["Answered", "Flagged"], IncludeAttachments=True)
refusal = call("GetFolderEMailCount", dict(info, Folder="No such folder"), OnlyUnread=True)
flags = entity.Flags if isinstance(entity.Flags, str) else " ".join(entity.Flags)
print(json.dumps({
    "folders": folders,
    "subject": envelopes[0].Subject,
    "octets": base64.b64encode(octets).decode("ascii"),
    "flags": flags,
    "body": entity.PlainBody,
    "refusal": refusal.ExceptionType,
}))
