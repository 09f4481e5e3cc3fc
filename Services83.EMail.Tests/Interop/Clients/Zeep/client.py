"""Python's zeep. Says what it saw, one JSON object per step; what is right is decided elsewhere.

Arguments: "addressing" (adds the header blocks of WS-Addressing) or "plain", addresses of the WSDLs of EMail.svc and
SoPrincipal.svc, base address, user, password, application token, wrong ticket, then account id, associate id and associate name for
each account.
"""
import json
import sys

import zeep
from zeep.exceptions import Error
from zeep.transports import Transport
from zeep.wsa import WsAddressingPlugin

SERVICES83 = "http://www.superoffice.net/ws/crm/NetServer/Services83"

addressing, email_wsdl, principal_wsdl, base_address, user, password = sys.argv[1:7]
application_token, wrong_ticket = sys.argv[7:9]
accounts = [dict(AccountId=int(number), AssociateId=int(associate), AssociateName=name)
            for number, associate, name in zip(*[iter(sys.argv[9:])] * 3)]


class StatusKeepingTransport(Transport):
    """zeep does not hand out the HTTP status of a call."""

    def post(self, address, message, headers):
        response = super().post(address, message, headers)
        self.last_status = response.status_code
        return response


transport = StatusKeepingTransport(timeout=30, operation_timeout=60)


def proxy(service, wsdl):
    plugins = [WsAddressingPlugin()] if addressing == "addressing" else []
    client = zeep.Client(wsdl, transport=transport, plugins=plugins)
    return client.create_service(f"{{{SERVICES83}}}BasicHttpBinding_{service}", f"{base_address}/{service}.svc")


def describe(exception):
    # For a nil header block zeep makes an object without values instead of None.
    if exception is None or exception.Message is None:
        return None
    return {"message": exception.Message, "friendlyText": exception.FriendlyText,
            "exceptionType": exception.ExceptionType, "stackTrace": exception.StackTrace}


def step(name, operation, ticket, read=lambda body: {}, **parameters):
    """Calls an operation and prints the report. `read` turns the body of the reply into fields of the report."""
    headers = {"ApplicationToken": application_token}
    if ticket is not None:
        headers["Credentials"] = {"Ticket": ticket}
    report = {"step": name}
    transport.last_status = None
    try:
        reply = operation(_soapheaders=headers, **parameters)
        if reply.header is not None:
            report["succeeded"] = reply.header.Succeeded
            report["exception"] = describe(reply.header.ExceptionInfo)
        report.update(read(reply.body))
    except Error as error:
        report["fault"] = f"{type(error).__name__}: {error}"
    report["httpStatus"] = transport.last_status
    print(json.dumps(report), flush=True)
    return report


principal, email = proxy("SoPrincipal", principal_wsdl), proxy("EMail", email_wsdl)

login = step("authenticate", principal.AuthenticateUsernamePassword, None,
             lambda body: {"authenticated": body.AuthenticationSucceeded,
                           "ticket": body.Credentials and body.Credentials.Ticket,
                           "associate": body.Response and body.Response.Associate},
             UserName=user, Password=password)
ticket = login.get("ticket") or ""
both = {"SyncUserAccount": accounts}
step("sync", email.SyncEmailAccounts, ticket, SyncUserAccounts=both)
for account in accounts:
    step("syncAndWait", email.SyncEmailAccount, ticket, SyncUserAccount=account)
step("ready", email.GetReadySyncEmailAccounts, ticket,
     lambda body: {"accounts": [{"accountId": account.AccountId, "associateId": account.AssociateId,
                                 "associateName": account.AssociateName}
                                for account in (body.Response.SyncUserAccount if body.Response else [])]})
step("entity", email.CreateDefaultEMailEntity, ticket,
     lambda body: {"entity": body.Response and {"priority": body.Response.Priority, "size": body.Response.Size,
                                                "isSent": body.Response.IsSent}})
step("wrongTicket", email.SyncEmailAccounts, wrong_ticket, SyncUserAccounts=both)
