// gSOAP on SoPrincipal.svc. A program of its own, because both WSDLs define an AuthenticateResponse, differently, in one namespace.
// Arguments: base address, user, password, application token.
#include "soapBasicHttpBinding_USCORESoPrincipalProxy.h"
#include "BasicHttpBinding_USCORESoPrincipal.nsmap"
#include "report.h"

int main(int, char **arguments)
{
    std::string address = std::string(arguments[1]) + "/SoPrincipal.svc", user = arguments[2], password = arguments[3], token = arguments[4];
    BasicHttpBinding_USCORESoPrincipalProxy proxy(address.c_str(), IoMode);
    setDeadlines(proxy.soap);

    SOAP_ENV__Header header;
    header.ns1__ApplicationToken = &token;
    proxy.soap->header = &header;
    _ns1__AuthenticateUsernamePassword request;
    request.UserName = &user;
    request.Password = &password;
    _ns1__AuthenticateResponse reply;
    int error = proxy.AuthenticateUsernamePassword(&request, reply);
    report("authenticate", proxy, error,
        ",\"authenticated\":" + json(reply.AuthenticationSucceeded) +
        ",\"ticket\":" + json(reply.Credentials ? reply.Credentials->Ticket : nullptr) +
        ",\"associate\":" + json(reply.Response ? reply.Response->Associate : nullptr));
}
