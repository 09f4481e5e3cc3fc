using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.WebApi;

/// <summary>Rights to rows and fields: sets of flags, of which some combinations have names.</summary>
public sealed class RestJsonRightsTests
{
    [TestCase("UR", 3)]
    [TestCase("RI", 5)]
    [TestCase("uri", 7)]
    [TestCase("UDR", 11)]
    [TestCase("FULL", 15)]
    [TestCase("RF", 17)]
    [TestCase("FI", 20)]
    [TestCase("URU", 34)]
    [TestCase("WRITE", 38)]
    [TestCase("R, F", 17)]
    [TestCase("Full, Filtering", 31)]
    [TestCase("47", 47)]
    public void Rights_to_a_row_are_also_read_by_the_names_of_their_combinations(string mask, int expected)
    {
        var account = Json.ReadAccount($$$"""{"TableRight":{"Mask":"{{{mask}}}"}}""");

        Assert.That((int)account.TableRight!.Mask, Is.EqualTo(expected));
    }

    [TestCase(1, "Select")]
    [TestCase(7, "URI")]
    [TestCase(15, "FULL")]
    [TestCase(41, "Select, Delete, RestrictedUpdate")]
    public void Rights_to_a_row_are_written_by_the_name_of_their_combination_where_it_has_one(int mask, string expected) =>
        Assert.That(Json.Write("GetEMailAccount", new EMailAccount { TableRight = new TableRight { Mask = (ETableRight)mask } }), Does.Contain($"\"Mask\":\"{expected}\""));

    [TestCase("Update", 3)]
    [TestCase("Update, UIHintMandatory", 67)]
    [TestCase("Nullable", 32)]
    [TestCase("UIHints", 192)]
    public void Rights_to_a_field_are_also_read_by_the_names_of_their_combinations(string mask, int expected)
    {
        var account = Json.ReadAccount($$$$$"""{"FieldProperties":{"A":{"FieldRight":{"Mask":"{{{{{mask}}}}}"}}}}""");

        Assert.That((int)account.FieldProperties!["A"]!.FieldRight!.Mask, Is.EqualTo(expected));
    }

    [TestCase("\"FULL, Lost\"", 15)]
    [TestCase("79", 15)]
    public void Of_rights_that_a_newer_server_sends_the_known_ones_are_kept(string mask, int expected)
    {
        var account = JsonSerializer.Deserialize<EMailAccount>($$$$"""{"TableRight":{"Mask":{{{{mask}}}}}}""", RestJson.LenientOptions)!;

        Assert.That((int)account.TableRight!.Mask, Is.EqualTo(expected));
    }

    [TestCase("Lost")]
    [TestCase("FULL, Lost")]
    public void Rights_that_do_not_exist_are_told(string mask) =>
        Assert.That(() => Json.ReadAccount($$$"""{"TableRight":{"Mask":"{{{mask}}}"}}"""), Throws.TypeOf<RestFormatException>().With.Message.Contains("must be any of Select"));
}
