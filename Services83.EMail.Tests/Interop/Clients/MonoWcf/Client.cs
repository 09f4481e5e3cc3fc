// Mono's WCF with a ChannelFactory. Says what it saw, one JSON object per step; what is right is decided elsewhere.
extern alias email;
using System;
using System.Linq;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Text;
using SyncUserAccount = email::www.superoffice.net.ws.crm.NetServer.Services83.SyncUserAccount;

public static class Client
{
    private static Arguments arguments;

    public static void Main(string[] commandLine)
    {
        arguments = new Arguments(commandLine);
        var principal = Proxy<ISoPrincipal>("SoPrincipal");
        var email = Proxy<IEMail>("EMail");
        var ticket = LogIn(principal);
        Sync("sync", email, ticket);
        foreach (var account in Accounts())
            SyncAndWait(email, ticket, account);
        ReadReadyList(email, ticket);
        CreateEntity(email, ticket);
        Sync("wrongTicket", email, arguments.WrongTicket);
    }

    private static T Proxy<T>(string service)
    {
        return new ChannelFactory<T>(Binding(), new EndpointAddress(arguments.BaseAddress + "/" + service + ".svc")).CreateChannel();
    }

    private static Binding Binding()
    {
        if (!arguments.Soap12)
            return new BasicHttpBinding();
        var soap12 = MessageVersion.CreateVersion(EnvelopeVersion.Soap12, AddressingVersion.None);
        return new CustomBinding(new TextMessageEncodingBindingElement(soap12, Encoding.UTF8), new HttpTransportBindingElement());
    }

    private static string LogIn(ISoPrincipal principal)
    {
        return Report.Of("authenticate", report =>
        {
            var reply = principal.AuthenticateUsernamePassword(new AuthenticateUsernamePasswordRequest
            {
                ApplicationToken = arguments.ApplicationToken,
                UserName = arguments.User,
                Password = arguments.Password,
            });
            Read(reply, report);
            report.Authenticated = reply.AuthenticationSucceeded;
            report.Ticket = reply.Credentials == null ? null : reply.Credentials.Ticket;
            report.Associate = reply.Response == null ? null : reply.Response.Associate;
        }).Ticket;
    }

    private static void Sync(string step, IEMail email, string ticket)
    {
        Report.Of(step, report =>
            Read(email.SyncEmailAccounts(Identified(new SyncEmailAccountsRequest { SyncUserAccounts = Accounts() }, ticket)), report));
    }

    private static void SyncAndWait(IEMail email, string ticket, SyncUserAccount account)
    {
        Report.Of("syncAndWait", report =>
            Read(email.SyncEmailAccount(Identified(new SyncEmailAccountRequest { SyncUserAccount = account }, ticket)), report));
    }

    private static void ReadReadyList(IEMail email, string ticket)
    {
        Report.Of("ready", report =>
        {
            var reply = email.GetReadySyncEmailAccounts(Identified(new GetReadySyncEmailAccountsRequest(), ticket));
            Read(reply, report);
            report.Accounts = (reply.Response ?? new SyncUserAccount[0]).Select(account => new Account
            {
                AccountId = account.AccountId,
                AssociateId = account.AssociateId,
                AssociateName = account.AssociateName,
            }).ToArray();
        });
    }

    private static void CreateEntity(IEMail email, string ticket)
    {
        Report.Of("entity", report =>
        {
            var reply = email.CreateDefaultEMailEntity(Identified(new CreateDefaultEMailEntityRequest(), ticket));
            Read(reply, report);
            report.Entity = new ReportedEntity
            {
                Priority = reply.Response.Priority.ToString(),
                Size = reply.Response.Size,
                IsSent = reply.Response.IsSent,
            };
        });
    }

    private static SyncUserAccount[] Accounts()
    {
        return arguments.Accounts.Select(account => new SyncUserAccount
        {
            AccountId = account.AccountId,
            AssociateId = account.AssociateId,
            AssociateName = account.AssociateName,
        }).ToArray();
    }

    private static T Identified<T>(T request, string ticket) where T : Request
    {
        request.ApplicationToken = arguments.ApplicationToken;
        request.Credentials = new SoCredentials { Ticket = ticket };
        return request;
    }

    private static void Read(Reply reply, Report report)
    {
        report.Succeeded = reply.Succeeded;
        var exception = reply.ExceptionInfo;
        report.Exception = exception == null ? null : new ReportedException
        {
            Message = exception.Message,
            FriendlyText = exception.FriendlyText,
            ExceptionType = exception.ExceptionType,
            StackTrace = exception.StackTrace,
        };
    }
}
