#!/bin/sh
# Makes the gSOAP programs: email-1.1, email-1.2, authenticate-1.1 and authenticate-1.2.
# Arguments: addresses of the WSDLs of EMail.svc and SoPrincipal.svc, output folder.
set -eu
sources=$(cd "$(dirname "$0")" && pwd)
output=$3

# make PROGRAM SERVICE WSDL. The proxies of the two SOAP versions (-1, -2) share the code that reads and writes the types.
make() {
    folder=$output/$1
    mkdir -p "$folder/1.1" "$folder/1.2"
    wsdl2h -P -o "$folder/types.h" "$3"
    for version in 1 2; do
        soapcpp2 -C -j -x -L -r -$version -I/usr/share/gsoap/import -d "$folder/1.$version" "$folder/types.h"
    done
    g++ -std=c++11 -O0 -w -c -o "$folder/types.o" "$folder/1.1/soapC.cpp"
    for version in 1.1 1.2; do
        g++ -std=c++11 -O0 -w -I"$folder/$version" -o "$output/$1-$version" \
            "$sources/$1.cpp" "$folder/$version/soapBasicHttpBinding_USCORE$2Proxy.cpp" "$folder/types.o" -lgsoap++
    done
}

make authenticate SoPrincipal "$2" &
authenticate=$!
make email EMail "$1"
wait $authenticate
