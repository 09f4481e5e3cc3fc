using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>The vendor's own JavaScript client in a real browser, in a page of another site than this server: CORS with each way to
/// authenticate.</summary>
[Category(Tier.Clients)]
[TestFixture]
[CancelAfter(180_000)]
public sealed class VendorClientInBrowserTests : RestFixture
{
    private static readonly string Packages = Path.Combine(Repository.PathOf("Services83.EMail.Tests"), "Support", "VendorClient", "node_modules");

    private static readonly string[] Plugins = ["duration", "utc", "timezone", "customParseFormat", "isoWeek", "dayOfYear", "quarterOfYear"];

    private PageServer _site = null!;

    private string _ticket = "";

    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public async Task StartOnce()
    {
        Requires.Chromium();
        Requires.VendorClient(Packages);
        _site = await PageServer.StartAsync(Content, Deadline);
        await StartAsync($"--Rest:Origins:0={Origin(_site)}");
        await Server.SetPasswordAsync(SoapTestServer.Anna, Deadline);
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        _ticket = await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline);
    }

    [OneTimeTearDown]
    public async Task StopSite() => await (_site?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task It_works_from_another_site_with_each_way_to_authenticate()
    {
        await Chromium.VisitAsync(new Uri(_site.Url, "/"), _site.Url.Port, _site.Report, Deadline);
        var results = JsonDocument.Parse(await _site.Report).RootElement;

        foreach (var scheme in new[] { "basic", "ticket", "bearer" })
        {
            var result = results.GetProperty(scheme);
            Assert.That(result.TryGetProperty("error", out var error) ? error.GetString() : null, Is.Null, scheme);
            Assert.That(result.GetProperty("account").GetString(), Is.EqualTo("anna@test.example").IgnoreCase, scheme);
            Assert.That(result.GetProperty("zone").GetString(), Is.EqualTo("NO"), "the page may read the header of the reply");
            Assert.That(result.GetProperty("unknown").GetInt32(), Is.EqualTo(404), "the page may read the error of a reply");
        }

        Assert.That(results.GetProperty("wrong").GetInt32(), Is.EqualTo(401), "of a wrong ticket");
        Assert.That(results.GetProperty("stranger").GetString(), Is.EqualTo("Network Error"), "a page of a site that is not named sees nothing");
    }

    private static string Origin(PageServer site) => site.Url.GetLeftPart(UriPartial.Authority);

    /// <summary>The page, which also shows itself as a page of another site, and the files of the packages.</summary>
    private (string Content, string Type)? Content(string path)
    {
        if (path is "/" or "/stranger")
        {
            return (Page(), "text/html; charset=utf-8");
        }

        string[] files = [$"{Packages}{path}", $"{Packages}{path}.js", $"{Packages}{path}/index.js"];
        return path.Contains("..", StringComparison.Ordinal) || files.FirstOrDefault(File.Exists) is not { } file ? null : (File.ReadAllText(file), "text/javascript");
    }

    private string Page()
    {
        var imports = Plugins.ToDictionary(name => $"dayjs/plugin/{name}.js", name => $"/dayjs/esm/plugin/{name}/index.js");
        imports.Add("axios", "/axios/dist/esm/axios.js");
        imports.Add("dayjs", "/dayjs/esm/index.js");
        var anna = SoapTestServer.NameOf(SoapTestServer.Anna);
        return $$"""
            <!DOCTYPE html><body><script type="importmap">{{JsonSerializer.Serialize(new { imports })}}</script>
            <script type="module">
            import { EMailAgent } from '/@superoffice/webapi/dist/esm/EMailAgent.js';
            const server = '{{Server.Url}}', user = '{{anna}}', password = '{{SoapTestServer.PasswordOf(SoapTestServer.Anna)}}';
            const ticket = {{JsonSerializer.Serialize(_ticket)}};
            const agent = config => new EMailAgent({ baseUrl: server, timezone: 'NO', axiosConfig: config });
            const by = authorization => ({ headers: { Authorization: authorization } });
            async function use(config) {
                try {
                    const one = agent(config), seen = {};
                    one._axios.interceptors.response.use(reply => { seen.zone = reply.headers['so-timezone']; return reply; });
                    const account = await one.getEMailAccountFromEMailAddressAsync('anna@test.example');
                    const unknown = await one._axios.post('NoSuchOperation', {}).catch(error => error.response.status);
                    return { account: account.eMailAddress ?? account.EMailAddress, unknown, ...seen };
                } catch (error) {
                    return { error: `${error} ${error.response?.status} ${JSON.stringify(error.response?.data)}` };
                }
            }
            async function stranger() {
                const error = await agent(by(`SOTicket ${ticket}`)).getCurrentAccountIdAsync().catch(error => error);
                parent.postMessage(error?.message ?? `got ${error}`, '*');
            }
            async function main() {
                const results = {
                    basic: await use({ auth: { username: user, password } }), ticket: await use(by(`SOTicket ${ticket}`)), bearer: await use(by(`Bearer ${ticket}`)),
                    wrong: await agent(by('SOTicket 7T:x')).getCurrentAccountIdAsync().catch(error => error.response?.status ?? error.message),
                };
                addEventListener('message', event => fetch('/ready', { method: 'POST', body: JSON.stringify({ ...results, stranger: event.data }) }));
                const frame = document.createElement('iframe');
                frame.src = 'http://stranger.example/stranger';
                document.body.append(frame);
            }
            await (location.hostname === 'stranger.example' ? stranger() : main());
            </script>
            """;
    }
}
