using System.CommandLine;
using Services83.EMail.AddressBook;
using Services83.EMail.Commands.Output;

namespace Services83.EMail.Commands;

/// <summary><c>people import|list|delete</c>: the contacts and persons of the address book.</summary>
internal static class PeopleCommand
{
    private const int MaxRows = 1000;

    private static readonly Listing<Entry> Entries = new(
        new("personId", "Person", entry => entry.PersonId),
        new("name", "Name", entry => entry.Name),
        new("contactId", "Organisation", entry => entry.Contact?.ContactId),
        new("organisation", "Its name", entry => entry.Contact is null ? null : string.Join(", ", new[] { entry.Contact.Name, entry.Contact.Department }.Where(part => part.Length > 0))),
        new("addresses", "E-mail", entry => entry.Addresses.Select(address => address.Address).ToArray(), entry => string.Join("; ", entry.Addresses.Select(address => address.Address))),
        new("externalId", "Id in its file", entry => entry.ExternalId));

    public static Command Create(string[] settings) => new("people", "The address book: organisations and persons with their e-mail addresses.")
    {
        PeopleImport.Create(settings), List(settings), Delete(settings),
    };

    private static Command List(string[] settings)
    {
        var text = new Argument<string?>("text") { Description = "Part of a name, an organisation or an address", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", $"List the persons and organisations, or those with the text in them; {MaxRows} of each at most.") { text, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            services => ListAsync(services.GetRequiredService<PersonReader>(), parsed, parsed.GetValue(text), cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task ListAsync(PersonReader reader, ParseResult parsed, string? text, CancellationToken cancellationToken)
    {
        var persons = await reader.ListPersonsAsync(text, MaxRows + 1, cancellationToken);
        var contacts = await reader.ListContactsAsync(text, MaxRows + 1, cancellationToken);
        await Answer.WriteAsync(parsed, Entries,
        [
            .. persons.Take(MaxRows).Select(person => new Entry(person.PersonId, person.FullName, person.Contact, person.Addresses, person.ExternalId)),
            .. contacts.Take(MaxRows).Select(contact => new Entry(null, null, contact, contact.Addresses, contact.ExternalId)),
        ]);
        if (persons.Count > MaxRows || contacts.Count > MaxRows)
        {
            await Console.Error.WriteLineAsync($"There are more than {MaxRows}. Give a part of the name or address.");
        }
    }

    private static Command Delete(string[] settings)
    {
        var id = new Argument<int>("id") { Description = "Key of the person" };
        var organisation = new Option<bool>("--organisation") { Description = "The key is that of an organisation; its persons stay" };
        var command = new Command("delete", "Delete a person with its addresses. Its id is not used again.") { id, organisation, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var (key, writer) = (parsed.GetRequiredValue(id), services.GetRequiredService<AddressBookWriter>());
                var kind = parsed.GetValue(organisation) ? "organisation" : "person";
                var isDeleted = parsed.GetValue(organisation)
                    ? await writer.DeleteContactAsync(key, cancellationToken)
                    : await writer.DeletePersonAsync(key, cancellationToken);
                if (!isDeleted)
                {
                    throw new CommandException($"There is no {kind} {key}.");
                }

                await Answer.WriteAsync(parsed, $"{char.ToUpperInvariant(kind[0])}{kind[1..]} {key} is deleted.", new { kind, id = key });
            },
            cancellationToken));
        return command;
    }

    /// <summary>A person, or an organisation without one.</summary>
    private sealed record Entry(int? PersonId, string? Name, StoredContact? Contact, IReadOnlyList<LabelledAddress> Addresses, string? ExternalId);
}
