// What both Mono programs share: the arguments and the report, one JSON object per step.
using System;
using System.IO;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;

[DataContract]
public sealed class Report
{
    [DataMember(Name = "step")] public string Step;
    [DataMember(Name = "fault", EmitDefaultValue = false)] public string Fault;
    [DataMember(Name = "succeeded")] public bool? Succeeded;
    [DataMember(Name = "exception")] public ReportedException Exception;
    [DataMember(Name = "authenticated", EmitDefaultValue = false)] public bool? Authenticated;
    [DataMember(Name = "ticket", EmitDefaultValue = false)] public string Ticket;
    [DataMember(Name = "associate", EmitDefaultValue = false)] public string Associate;
    [DataMember(Name = "accounts", EmitDefaultValue = false)] public Account[] Accounts;
    [DataMember(Name = "entity", EmitDefaultValue = false)] public ReportedEntity Entity;

    // Runs a step, prints its report and hands it out. Whatever the stack throws is reported as a fault.
    public static Report Of(string step, Action<Report> call)
    {
        var report = new Report { Step = step };
        try
        {
            call(report);
        }
        catch (Exception error)
        {
            report.Fault = error.GetType().Name + ": " + error.Message;
        }
        using (var json = new MemoryStream())
        {
            new DataContractJsonSerializer(typeof(Report)).WriteObject(json, report);
            Console.WriteLine(Encoding.UTF8.GetString(json.ToArray()));
        }
        return report;
    }
}

[DataContract]
public sealed class ReportedException
{
    [DataMember(Name = "message")] public string Message;
    [DataMember(Name = "friendlyText")] public string FriendlyText;
    [DataMember(Name = "exceptionType")] public string ExceptionType;
    [DataMember(Name = "stackTrace")] public string StackTrace;
}

[DataContract]
public sealed class ReportedEntity
{
    [DataMember(Name = "priority")] public string Priority;
    [DataMember(Name = "size")] public int Size;
    [DataMember(Name = "isSent")] public bool IsSent;
}

[DataContract]
public sealed class Account
{
    [DataMember(Name = "accountId")] public int AccountId;
    [DataMember(Name = "associateId")] public int AssociateId;
    [DataMember(Name = "associateName")] public string AssociateName;
}

// SOAP version, base address, user, password, application token, wrong ticket, then account id, associate id and associate name for
// each account.
public sealed class Arguments
{
    public readonly bool Soap12;
    public readonly string BaseAddress, User, Password, ApplicationToken, WrongTicket;
    public readonly Account[] Accounts;

    public Arguments(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        Soap12 = arguments[0] == "1.2";
        BaseAddress = arguments[1];
        User = arguments[2];
        Password = arguments[3];
        ApplicationToken = arguments[4];
        WrongTicket = arguments[5];
        Accounts = new Account[(arguments.Length - 6) / 3];
        for (var i = 0; i < Accounts.Length; i++)
        {
            Accounts[i] = new Account
            {
                AccountId = int.Parse(arguments[6 + 3 * i]),
                AssociateId = int.Parse(arguments[7 + 3 * i]),
                AssociateName = arguments[8 + 3 * i],
            };
        }
    }
}
