using System.Data.Common;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Dapper;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Moving;
using Services83.EMail.Storage.PostgreSql;
using Services83.EMail.Storage.Sqlite;

namespace Services83.EMail.Tests.Architecture;

/// <summary>All SQL of the program follows the same conventions: it goes through the same methods, and uses enum values and booleans by
/// name.</summary>
public sealed partial class SqlTests
{
    /// <summary>Types that may use the provider's own API, besides the implementations of <see cref="IDatabase"/>.</summary>
    private static readonly string?[] Extensions =
    [
        typeof(ConnectionExtensions).FullName, typeof(TransactionExtensions).FullName, typeof(PreparedStatement).FullName,
        typeof(DapperConventions).FullName,
    ];

    private static readonly string?[] Providers = [typeof(SqliteDatabase).Namespace, typeof(PostgreSqlDatabase).Namespace, typeof(DataMove).Namespace];

    private static readonly string?[] Ways = [typeof(SqlMapper).FullName, typeof(CommandDefinition).FullName, typeof(DbCommand).FullName];

    private static readonly IReadOnlyList<TypeReference> Users =
        [.. TypeReferences.Of(typeof(IDatabase).Assembly).Where(reference => Ways.Contains(reference.TargetType))];

    private static readonly IReadOnlyList<string> Texts = ReadTexts();

    [Test]
    public void No_statement_goes_beside_the_extensions() => Assert.That(
        Users.Where(user => !Extensions.Contains(user.Type) && !Providers.Contains(user.Namespace)), Is.Empty);

    [Test]
    public void The_extensions_are_seen_to_name_the_providers_ways() =>
        Assert.That(Users.Select(user => user.Type).Distinct(), Is.SupersetOf(Extensions));

    /// <summary>Such a condition must come from a <see cref="Scope"/>.</summary>
    [Test]
    public void That_everybody_is_meant_is_never_said_by_a_null()
    {
        var methods = typeof(IDatabase).Assembly.GetTypes().Where(type => type.Name.EndsWith("Store", StringComparison.Ordinal)
            || type.Namespace?.StartsWith(typeof(IDatabase).Namespace!, StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .ToArray();

        Assert.That(methods.SelectMany(method => method.GetParameters()).Where(parameter => parameter is { Name: "associateId" }
            && parameter.ParameterType == typeof(int?)).Select(parameter => parameter.Member), Is.Empty);
        Assert.That(methods.SelectMany(method => method.GetParameters()).Count(parameter => parameter.ParameterType == typeof(Scope)), Is.GreaterThan(5));
    }

    [Test]
    public void No_code_is_a_digit() => Assert.That(Texts.Where(text => Digit().IsMatch(text)), Is.Empty);

    [Test]
    public void No_word_is_one_that_only_SQLite_knows() =>
        Assert.That(Texts.Where(text => Dialect().IsMatch(text)), Is.EqualTo(new[] { ListStatement.Json }));

    [Test]
    public void The_statements_of_the_program_are_read()
    {
        Assert.That(Texts.Count(text => text.Contains("UPDATE ", StringComparison.Ordinal)), Is.GreaterThan(30));
        Assert.That(Texts, Has.Some.Contains("UPDATE gateway_sync SET state = ").And.Some.Contains("INSERT INTO email_change"));
    }

    [TestCase("WHERE a.state = 4")]
    [TestCase("WHERE state NOT IN (1, 2)")]
    [TestCase("CASE kind WHEN 7 THEN")]
    [TestCase("SET done = 0, running = 0")]
    [TestCase("AND rejected <> 1")]
    [TestCase("AND state < 2")]
    public void A_digit_for_a_code_is_found(string sql) => Assert.That(sql, Does.Match(Digit().ToString()));

    [TestCase("SET attempts = 0, pending_set = 0, deleted = FALSE, kind = @kind")]
    [TestCase("WHERE running = TRUE LIMIT 1")]
    public void What_is_no_code_may_be_a_digit(string sql) => Assert.That(sql, Does.Not.Match(Digit().ToString()));

    /// <summary>The string constants of the code, in pieces if values are inserted.</summary>
    private static IReadOnlyList<string> ReadTexts()
    {
        using var file = new PEReader(File.OpenRead(typeof(IDatabase).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var texts = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            texts.Add(metadata.GetUserString(handle));
        }

        return texts;
    }

    /// <summary>Columns whose values are members of an enum, and yes/no columns.</summary>
    [GeneratedRegex(@"\b(state|status|kind|direction|security|user_type
        |deleted|disabled|gone|rejected|pending_delete|dismissed|only_here|announced|selectable|shared|running|again|quick|doubted|search_first
        |subscribed|pending_subscribed|complete|email_granted|is_administrator)\s+((=|<>|<|>|<=|>=|IS|WHEN|IS\s+NOT|(NOT\s+)?IN)\s*)\(?\d",
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Digit();

    [GeneratedRegex(@"json_each|strftime|\bGLOB\b|INSERT OR |\browid\b|zeroblob|\bIFNULL\b|NOCASE|\bIS NOT @|sqlite_(?!sequence|schema)")]
    private static partial Regex Dialect();
}
