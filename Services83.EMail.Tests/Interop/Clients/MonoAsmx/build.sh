#!/bin/sh
# Makes client.exe. Arguments: addresses of the WSDLs of EMail.svc and SoPrincipal.svc, output folder.
set -eu
sources=$(cd "$(dirname "$0")" && pwd)
cd "$3"

wsdl /out:email.cs /namespace:Email "$1" &
email=$!
wsdl /out:principal.cs /namespace:Principal "$2"
wait $email

# The header property would hide the proxy's own Credentials; .NET's wsdl gives it this other name by itself.
sed -i 's/SoapHeaderAttribute("Credentials")/SoapHeaderAttribute("CredentialsValue")/
        s/public SoCredentials Credentials {/public SoCredentials CredentialsValue {/' email.cs

# Three operations share the wrapper element AuthenticateResponse, which the stack cannot reflect: the other two stop being operations.
awk '
    /\[System\.Web\.Services\.Protocols\.Soap(Header|DocumentMethod)Attribute\(/ { held = held $0 "\n"; holding = 1; next }
    holding && !/public .*\(/ { held = held $0 "\n"; next }
    holding { if ($0 !~ / Authenticate(Implicit|Generic)\(/) printf "%s", held; held = ""; holding = 0 }
    { print }
' principal.cs >principal.one.cs

mcs -nowarn:108 -r:System.Web.Services,System.Xml,System.Runtime.Serialization -out:client.exe \
    "$sources/Client.cs" "$sources/../Mono/Report.cs" email.cs principal.one.cs
