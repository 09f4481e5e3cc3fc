using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Services83.EMail.Storage.PostgreSql;

/// <summary>
/// The encryption keys as rows, so that all nodes of a database have the same. The framework reads and stores keys synchronously, in whatever
/// thread needs them. So this uses Npgsql's synchronous methods, which need no second thread that might not come.
/// </summary>
internal sealed class PostgreSqlKeys : IXmlRepository
{
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly string _session;

    public PostgreSqlKeys(StorageOptions options, TimeProvider time)
    {
        _time = time;
        var settings = PostgreSqlSettings.Read(options.ConnectionString);
        _name = PostgreSqlSettings.NameOf(settings);
        _session = PostgreSqlSettings.ForSession(settings);
    }

    /// <exception cref="StorageException">The database cannot be used, or a key is damaged.</exception>
    public IReadOnlyCollection<XElement> GetAllElements() => Use(connection =>
    {
        using var command = new NpgsqlCommand("SELECT name, xml FROM data_protection_key ORDER BY name", connection);
        using var reader = command.ExecuteReader();
        var keys = new List<XElement>();
        while (reader.Read())
        {
            keys.Add(Parse(reader.GetString(0), reader.GetString(1)));
        }

        return keys;
    });

    /// <exception cref="StorageException">The database cannot be used.</exception>
    public void StoreElement(XElement element, string friendlyName) => Use(connection =>
    {
        using var command = new NpgsqlCommand("INSERT INTO data_protection_key (name, xml, created_at) VALUES (@name, @xml, @now)", connection);
        command.Parameters.AddWithValue("name", friendlyName);
        command.Parameters.AddWithValue("xml", element.ToString(SaveOptions.DisableFormatting));
        command.Parameters.AddWithValue("now", _time.GetUtcNow().ToUnixTimeMilliseconds());
        return command.ExecuteNonQuery();
    });

    private T Use<T>(Func<NpgsqlConnection, T> work)
    {
        try
        {
            using var connection = new NpgsqlConnection(_session);
            connection.Open();
            return work(connection);
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception, _name);
        }
    }

    private static XElement Parse(string name, string xml)
    {
        try
        {
            return XElement.Parse(xml);
        }
        catch (XmlException)
        {
            // Without what the exception says, which may quote the key.
            throw new StorageException($"The row '{name}' of the table data_protection_key is damaged. Restore it from the backup.", isTransient: false);
        }
    }
}
