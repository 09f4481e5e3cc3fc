// A proxy of Mono's `wsdl` ("Web Reference", ASMX). Says what it saw, one JSON object per step; what is right is decided elsewhere.
using System;
using System.Linq;
using System.Web.Services.Protocols;

public static class Client
{
    private static Arguments arguments;
    private static Email.WcfEMailService email;

    public static void Main(string[] commandLine)
    {
        arguments = new Arguments(commandLine);
        var soap = arguments.Soap12 ? SoapProtocolVersion.Soap12 : SoapProtocolVersion.Soap11;
        email = new Email.WcfEMailService { Url = arguments.BaseAddress + "/EMail.svc", SoapVersion = soap };
        var ticket = LogIn(new Principal.WcfSoPrincipalService { Url = arguments.BaseAddress + "/SoPrincipal.svc", SoapVersion = soap });
        Call("sync", ticket, report => email.SyncEmailAccounts(Accounts()));
        foreach (var account in Accounts())
            Call("syncAndWait", ticket, report => email.SyncEmailAccount(account));
        Call("ready", ticket, ReadReadyList);
        Call("entity", ticket, CreateEntity);
        Call("wrongTicket", arguments.WrongTicket, report => email.SyncEmailAccounts(Accounts()));
    }

    private static string LogIn(Principal.WcfSoPrincipalService principal)
    {
        return Report.Of("authenticate", report =>
        {
            Principal.SoCredentials credentials;
            bool authenticated, specified;
            principal.ApplicationToken = new Principal.@string { Text = new[] { arguments.ApplicationToken } };
            var person = principal.AuthenticateUsernamePassword(
                arguments.User, arguments.Password, out credentials, out authenticated, out specified);
            report.Succeeded = principal.Succeeded == null ? (bool?)null : bool.Parse(string.Concat(principal.Succeeded.Text));
            report.Authenticated = specified && authenticated;
            report.Ticket = credentials == null ? null : credentials.Ticket;
            report.Associate = person == null ? null : person.Associate;
        }).Ticket;
    }

    private static void Call(string step, string ticket, Action<Report> call)
    {
        Report.Of(step, report =>
        {
            email.ApplicationToken = new Email.@string { Text = new[] { arguments.ApplicationToken } };
            email.CredentialsValue = new Email.SoCredentials { Ticket = ticket };
            email.Succeeded = null;
            email.ExceptionInfo = null;
            call(report);
            report.Succeeded = email.Succeeded == null ? (bool?)null : bool.Parse(string.Concat(email.Succeeded.Text));
            report.Exception = Describe(email.ExceptionInfo);
        });
    }

    // For a nil header block the stack makes an object without values.
    private static ReportedException Describe(Email.SoExceptionInfo exception)
    {
        return exception == null || exception.Message == null ? null : new ReportedException
        {
            Message = exception.Message,
            FriendlyText = exception.FriendlyText,
            ExceptionType = exception.ExceptionType,
            StackTrace = exception.StackTrace,
        };
    }

    private static void ReadReadyList(Report report)
    {
        report.Accounts = (email.GetReadySyncEmailAccounts() ?? new Email.SyncUserAccount[0]).Select(account => new Account
        {
            AccountId = account.AccountId,
            AssociateId = account.AssociateId,
            AssociateName = account.AssociateName,
        }).ToArray();
    }

    private static void CreateEntity(Report report)
    {
        var entity = email.CreateDefaultEMailEntity();
        report.Entity = entity == null ? null : new ReportedEntity
        {
            Priority = entity.PrioritySpecified ? entity.Priority.ToString() : null,
            Size = entity.Size,
            IsSent = entity.IsSent,
        };
    }

    private static Email.SyncUserAccount[] Accounts()
    {
        return arguments.Accounts.Select(account => new Email.SyncUserAccount
        {
            AccountId = account.AccountId,
            AccountIdSpecified = true,
            AssociateId = account.AssociateId,
            AssociateIdSpecified = true,
            AssociateName = account.AssociateName,
        }).ToArray();
    }
}
