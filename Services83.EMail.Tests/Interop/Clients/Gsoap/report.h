// What both gSOAP programs share: the deadlines of a proxy and the report, one JSON object per step.
#pragma once
#include <iostream>
#include <string>
#include <vector>
#include <cstdio>

const unsigned IoMode = SOAP_C_UTFSTRING | SOAP_IO_KEEPALIVE;

inline void setDeadlines(soap *context)
{
    context->connect_timeout = 30;
    context->recv_timeout = context->send_timeout = 60;
}

inline std::string quoted(const std::string &text)
{
    std::string json = "\"";
    for (unsigned char character : text) {
        if (character == '"' || character == '\\') {
            json += '\\';
            json += character;
        } else if (character < ' ') {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", character);
            json += escape;
        } else {
            json += character;
        }
    }
    return json + '"';
}

inline std::string json(const std::string *text) { return text ? quoted(*text) : "null"; }
inline std::string json(const int *number) { return number ? std::to_string(*number) : "null"; }
inline std::string json(const bool *flag) { return flag ? (*flag ? "true" : "false") : "null"; }

// `fields` are the step's own, for example ",\"ticket\":\"7T:...\"".
template <class Proxy> void report(const std::string &step, Proxy &proxy, int error, const std::string &fields = "")
{
    std::cout << "{\"step\":" << quoted(step) << ",\"httpStatus\":" << proxy.soap->status;
    if (error) {
        char text[2000] = "";
        proxy.soap_sprint_fault(text, sizeof text);
        std::cout << ",\"fault\":" << quoted(text);
    } else if (auto *header = proxy.soap->header) {
        std::cout << ",\"succeeded\":" << json(header->ns1__Succeeded);
        if (auto *exception = header->ns1__ExceptionInfo)
            std::cout << ",\"exception\":{\"message\":" << json(exception->Message) << ",\"friendlyText\":" << json(exception->FriendlyText)
                      << ",\"exceptionType\":" << json(exception->ExceptionType) << ",\"stackTrace\":" << json(exception->StackTrace) << "}";
        std::cout << fields;
    }
    std::cout << "}" << std::endl;
}
