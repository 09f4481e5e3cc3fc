#!/bin/sh
# Makes client.exe. Arguments: addresses of the WSDLs of EMail.svc and SoPrincipal.svc, output folder.
set -eu
sources=$(cd "$(dirname "$0")" && pwd)
cd "$3"

# Each WSDL becomes an assembly of its own: both define an AuthenticateResponse, differently, in one namespace.
types() {
    svcutil "$2" /out:"$1.cs" /noConfig
    mcs -nowarn:436 -target:library -r:System.ServiceModel,System.Runtime.Serialization -out:"$1.dll" "$1.cs"
}

types principal "$2" &
principal=$!
types email "$1"
wait $principal
mcs -nowarn:649 -r:email=email.dll -r:principal=principal.dll -r:System.ServiceModel,System.Runtime.Serialization \
    -out:client.exe "$sources/Client.cs" "$sources/Contracts.cs" "$sources/../Mono/Report.cs"
