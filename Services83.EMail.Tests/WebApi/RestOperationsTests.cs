using NUnit.Framework;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.WebApi;

public sealed class RestOperationsTests
{
    [Test]
    public void There_are_110_and_each_is_found_in_any_letter_case()
    {
        Assert.That(RestOperations.All, Has.Count.EqualTo(110));
        Assert.That(RestOperations.All.Select(operation => RestOperations.Find(operation.Name.ToUpperInvariant())), Is.EqualTo(RestOperations.All));
        Assert.That(RestOperations.Find("SyncEmailAccountsAsync"), Is.Null);
    }

    [TestCase("DeleteEMailAccount", "eMailAccountId", RestPlace.Query)]
    [TestCase("GetEMailSOInfo", "eMailSOInfoId", RestPlace.Query)]
    [TestCase("SaveEMailAccount", "eMailAccount", RestPlace.Body)]
    [TestCase("SyncEmailAccounts", "syncUserAccounts", RestPlace.Property)]
    public void Parameters_travel_where_the_published_description_has_them(string operation, string parameter, RestPlace place)
    {
        var only = RestOperations.Find(operation)!.Parameters.Single();

        Assert.That((only.QueryName, only.Place), Is.EqualTo((parameter, place)));
    }

    [Test]
    public void Missing_arguments_are_defaults_that_the_method_can_be_called_with()
    {
        var operation = RestOperations.Find("GetEMailFromId")!;

        Assert.That(operation.DefaultArguments(), Is.EqualTo(new object?[] { null, 0, false, default(EMailFlags), false }));
    }

    [Test]
    public void Void_operations_have_no_result() =>
        Assert.That(RestOperations.All.Where(operation => operation.ResultType is null).Select(operation => operation.Name), Is.EqualTo((string[])
        [
            "CreateFolder", "Delete", "DeleteEMailAccount", "DeleteEmails", "DeleteExtended", "DeleteFolder", "DeleteFromServerIdentifier",
            "EmptyFolder", "MarkAsRead", "MarkAsReadFromServerIdentifiers", "MarkEmailsAsRead", "MoveEmailsToFolder", "MoveEmailsToTrash",
            "MoveToFolder", "MoveToFolderFromServerIdentifier", "RelayMessage", "SetRepliedAt", "SetSubscription",
            "SyncEmailAccount", "SyncEmailAccounts", "ToggleSubscription",
        ]));
}
