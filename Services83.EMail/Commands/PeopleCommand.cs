using System.CommandLine;
using Services83.EMail.AddressBook;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary><c>people import|list|delete</c>: the contacts and persons of the address book.</summary>
internal static class PeopleCommand
{
    private const int MaxRows = 1000;

    public static Command Create(string[] settings) => new("people", "The address book: organisations and persons with their e-mail addresses.")
    {
        PeopleImport.Create(settings), List(settings), Delete(settings),
    };

    private static Command List(string[] settings)
    {
        var text = new Argument<string?>("text") { Description = "Part of a name, an organisation or an address", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", $"List the persons and organisations, or those with the text in them; {MaxRows} of each at most.") { text };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            services => ListAsync(services.GetRequiredService<PersonReader>(), parsed.GetValue(text), cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task ListAsync(PersonReader reader, string? text, CancellationToken cancellationToken)
    {
        var persons = await reader.ListPersonsAsync(text, MaxRows + 1, cancellationToken);
        var contacts = await reader.ListContactsAsync(text, MaxRows + 1, cancellationToken);
        var table = new Table().AddColumns("Person", "Name", "Organisation", "Its name", "E-mail", "Id in its file");
        foreach (var person in persons.Take(MaxRows))
        {
            AddRow(table, person.PersonId, person.FullName, person.Contact, person.Addresses, person.ExternalId);
        }

        foreach (var contact in contacts.Take(MaxRows))
        {
            AddRow(table, 0, "", contact, contact.Addresses, contact.ExternalId);
        }

        AnsiConsole.Write(table);
        if (persons.Count > MaxRows || contacts.Count > MaxRows)
        {
            await Console.Error.WriteLineAsync($"There are more than {MaxRows}. Give a part of the name or address.");
        }
    }

    private static void AddRow(
        Table table, int personId, string name, StoredContact? contact, IReadOnlyList<LabelledAddress> addresses, string? externalId)
    {
        string[] cells =
        [
            personId == 0 ? "" : $"{personId}", name, contact is null ? "" : $"{contact.ContactId}",
            contact is null ? "" : string.Join(", ", new[] { contact.Name, contact.Department }.Where(part => part.Length > 0)),
            string.Join("; ", addresses.Select(address => address.Address)), externalId ?? "",
        ];
        table.AddRow([.. cells.Select(cell => new Text(cell))]);
    }

    private static Command Delete(string[] settings)
    {
        var id = new Argument<int>("id") { Description = "Key of the person" };
        var organisation = new Option<bool>("--organisation") { Description = "The key is that of an organisation; its persons stay" };
        var command = new Command("delete", "Delete a person with its addresses. Its id is not used again.") { id, organisation };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var (key, writer) = (parsed.GetRequiredValue(id), services.GetRequiredService<AddressBookWriter>());
                var kind = parsed.GetValue(organisation) ? "organisation" : "person";
                var isDeleted = parsed.GetValue(organisation)
                    ? await writer.DeleteContactAsync(key, cancellationToken)
                    : await writer.DeletePersonAsync(key, cancellationToken);
                await Console.Out.WriteLineAsync(isDeleted
                    ? $"{char.ToUpperInvariant(kind[0])}{kind[1..]} {key} is deleted."
                    : throw new CommandException($"There is no {kind} {key}."));
            },
            cancellationToken));
        return command;
    }
}
