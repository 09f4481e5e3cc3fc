// gSOAP on EMail.svc. Says what it saw, one JSON object per step; what is right is decided elsewhere.
// Arguments: base address, application token, ticket, wrong ticket, then account id, associate id and associate name
// for each account.
#include "soapBasicHttpBinding_USCOREEMailProxy.h"
#include "BasicHttpBinding_USCOREEMail.nsmap"
#include "report.h"

struct Account {
    int id, associateId;
    std::string name;
};

class Conversation {
public:
    Conversation(const std::string &address, const std::string &token, const std::vector<Account> &accounts)
        : address(address), proxy(this->address.c_str(), IoMode), token(token), accounts(accounts)
    {
        setDeadlines(proxy.soap);
        for (Account &account : this->accounts) {
            auto *item = soap_new_ns1__SyncUserAccount(proxy.soap);
            item->AccountId = &account.id;
            item->AssociateId = &account.associateId;
            item->AssociateName = &account.name;
            list.SyncUserAccount.push_back(item);
        }
    }

    void sync(const std::string &step, std::string ticket)
    {
        _ns1__SyncEmailAccounts request;
        request.SyncUserAccounts = &list;
        _ns1__SyncEmailAccountsResponse reply;
        identify(ticket);
        report(step, proxy, proxy.SyncEmailAccounts(&request, reply));
    }

    void syncAndWait(std::string ticket)
    {
        for (auto *account : list.SyncUserAccount) {
            _ns1__SyncEmailAccount request;
            request.SyncUserAccount = account;
            _ns1__SyncEmailAccountResponse reply;
            identify(ticket);
            report("syncAndWait", proxy, proxy.SyncEmailAccount(&request, reply));
        }
    }

    void ready(std::string ticket)
    {
        _ns1__GetReadySyncEmailAccounts request;
        _ns1__GetReadySyncEmailAccountsResponse reply;
        identify(ticket);
        int error = proxy.GetReadySyncEmailAccounts(&request, reply);
        std::string items;
        if (!error && reply.Response)
            for (auto *account : reply.Response->SyncUserAccount)
                items += (items.empty() ? "" : ",") + ("{\"accountId\":" + json(account->AccountId)) +
                    ",\"associateId\":" + json(account->AssociateId) + ",\"associateName\":" + json(account->AssociateName) + "}";
        report("ready", proxy, error, ",\"accounts\":[" + items + "]");
    }

    void entity(std::string ticket)
    {
        _ns1__CreateDefaultEMailEntity request;
        _ns1__CreateDefaultEMailEntityResponse reply;
        identify(ticket);
        int error = proxy.CreateDefaultEMailEntity(&request, reply);
        std::string fields;
        if (auto *entity = error ? nullptr : reply.Response)
            fields = std::string(",\"entity\":{\"priority\":") +
                (entity->Priority ? quoted(soap_ns1__EMailPriority2s(proxy.soap, *entity->Priority)) : "null") +
                ",\"size\":" + json(entity->Size) + ",\"isSent\":" + json(entity->IsSent) + "}";
        report("entity", proxy, error, fields);
    }

private:
    // A call replaces the header by that of the reply, so it is set anew for each.
    void identify(std::string &ticket)
    {
        header = SOAP_ENV__Header();
        credentials = ns1__SoCredentials();
        credentials.Ticket = &ticket;
        header.ns1__ApplicationToken = &token;
        header.ns1__Credentials = &credentials;
        proxy.soap->header = &header;
    }

    // The proxy keeps a pointer into it.
    std::string address;
    BasicHttpBinding_USCOREEMailProxy proxy;
    std::string token;
    std::vector<Account> accounts;
    ns1__ArrayOfSyncUserAccount list;
    SOAP_ENV__Header header;
    ns1__SoCredentials credentials;
};

int main(int count, char **arguments)
{
    std::vector<Account> accounts;
    for (int i = 5; i + 2 < count; i += 3)
        accounts.push_back({std::stoi(arguments[i]), std::stoi(arguments[i + 1]), arguments[i + 2]});
    std::string ticket = arguments[3];
    Conversation conversation(std::string(arguments[1]) + "/EMail.svc", arguments[2], accounts);
    conversation.sync("sync", ticket);
    conversation.syncAndWait(ticket);
    conversation.ready(ticket);
    conversation.entity(ticket);
    conversation.sync("wrongTicket", arguments[4]);
}
