using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.RecentCalls;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Dashboard;

/// <summary>The pages in a real browser: what each shows and does, on a desk and on a phone, with the keyboard alone, and that the browser has nothing
/// to complain about.</summary>
[Category(Tier.Clients)]
[CancelAfter(180_000)]
public sealed class DashboardBrowserTests : DashboardFixture
{
    private const string Hostile = "<script>document.title='x'</script><img src=//evil.example/x>";

    private DevTools _browser = null!;
    private int _account;

    [OneTimeSetUp]
    public async Task Start()
    {
        Requires.Chromium();
        var mail = SandboxAccount.WithUsualFolders("anna", "mail-secret-of-anna");
        mail.CreateFolder(Hostile);
        for (var i = 0; i < 20; i++)
        {
            mail.Inbox.Append(Letter($"Letter {i}"));
        }

        await StartAsync(mail, SandboxAccount.WithUsualFolders("bob", "mail-secret-of-bob"));
        await Server.SetPasswordAsync(SoapTestServer.Sally, Deadline);
        _account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        await Server.Get<AssociateStore>().AddAsync(new StoredAssociate { LoginName = Hostile, FullName = Hostile }, null, Deadline);
        _browser = await DevTools.StartAsync(Deadline);
    }

    [OneTimeTearDown]
    public async Task StopBrowser() => await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);

    [SetUp]
    public async Task LogIn()
    {
        await _browser.SetScreenAsync(1280, 900, isDark: false, Deadline);
        await OpenAsync("sign-in");
        await FillAsync("user", Sally);
        await FillAsync("password", PasswordOf(SoapTestServer.Sally));
        await ClickAsync("main button");
    }

    [TearDown]
    public void NothingIsWrong()
    {
        Assert.That(_browser.Complaints, Is.Empty);
        Assert.That(_browser.Requests.Where(address => !address.StartsWith(Server.Url.AbsoluteUri, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Every_page_fits_a_phone_and_a_desk_light_and_dark_and_shows_hostile_names_as_text()
    {
        await Server.Get<SyncQueue>().EnqueueAsync([_account], Deadline);
        await Server.WhenIdleAsync(Deadline);
        await CallAsync(SoapTestServer.Bob, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AssociateName = new string('x', 200) }));
        await CallAsync(SoapTestServer.Bob, "GetReadySyncEmailAccounts");
        await Server.UntilAsync(async () => (await Server.Get<RecentCallStore>().ListAsync(new CallFilter { LoginName = "bob" }, Deadline)).Count >= 2, Deadline);
        var user = (await Server.Get<AssociateStore>().ListAsync(Deadline)).First(one => one.LoginName == Hostile).AssociateId;

        foreach (var page in Routes.Pages.Where(page => !page.EndsWith("/events", StringComparison.Ordinal) && !page.Contains('1', StringComparison.Ordinal))
            .Concat(["settings?all=yes", "outbox?part=underway", $"accounts/{_account}", $"users/{user}"]))
        {
            foreach (var (width, isDark) in ((int, bool)[])[(360, false), (360, true), (1280, false), (1280, true)])
            {
                await _browser.SetScreenAsync(width, 740, isDark, Deadline);
                await OpenAsync(page);
                Assert.That(await _browser.EvaluateAsync<int>("document.documentElement.scrollWidth", Deadline), Is.LessThanOrEqualTo(width), page);
                Assert.That(await _browser.EvaluateAsync<string>("document.title", Deadline), Does.EndWith(" – Services83.EMail"), page);
                Assert.That(await _browser.EvaluateAsync<string[]>(LowContrast, Deadline), Is.Empty, $"{page} {isDark}");
            }
        }

        Assert.That(await TextAsync("main"), Does.Contain(Hostile));
        await OpenAsync($"accounts/{_account}");
        Assert.That(await TextAsync("main"), Does.Contain(Hostile).And.Contain("INBOX"));
    }

    [Test]
    public async Task A_sync_is_requested_and_its_progress_is_shown_while_the_page_stays()
    {
        await OpenAsync($"accounts/{_account}");
        await _browser.EvaluateAsync<bool>("window.stays = true", Deadline);
        AnnasMail.Inbox.Append(Letter("New while the page is open"));
        var ended = (await Server.Get<AccountPages>().FindAsync(_account, Deadline))!.Ended;
        await Server.Get<SyncQueue>().EnqueueAsync([_account], Deadline);

        await _browser.UntilAsync("!document.querySelector('[data-live=ended]').hidden", Deadline);

        Assert.That(await _browser.EvaluateAsync<bool>("window.stays === true", Deadline), Is.True, "the page was not loaded again");
        Assert.That(await TextAsync("[data-live=state]"), Is.EqualTo("ok"));
        await ClickAsync("[data-live=ended] a");
        Assert.That((await Server.Get<AccountPages>().FindAsync(_account, Deadline))!.Ended, Is.GreaterThan(ended));
        await ClickAsync("form[action$='/sync'] button");
        Assert.That(await TextAsync("[role=status]"), Is.EqualTo("The sync is requested. Its progress is shown below."));
    }

    [Test]
    public async Task With_the_keyboard_alone_one_logs_in_pauses_an_account_and_resumes_it()
    {
        await ClickAsync("header form button");
        await OpenAsync($"accounts/{_account}");
        // The first field gets the focus when the page is drawn.
        await _browser.UntilAsync("document.activeElement.id === 'user'", Deadline);
        await _browser.TypeAsync(Sally, Deadline);
        await _browser.PressAsync("Tab", Deadline);
        await _browser.TypeAsync(PasswordOf(SoapTestServer.Sally), Deadline);
        await _browser.LoadAsync(() => _browser.PressAsync("Enter", Deadline), Deadline);
        Assert.That(await TextAsync("h1"), Is.EqualTo("anna@test.example"), "it leads to the page that was asked for");

        await _browser.PressAsync("Tab", Deadline);
        Assert.That(await FocusAsync(), Is.EqualTo("a.skip"), "the way past the navigation comes first");
        await _browser.PressAsync("Enter", Deadline);
        foreach (var (label, disabled) in ((string, bool)[])[("Pause", true), ("Resume", false)])
        {
            await TabToAsync(label);
            Assert.That(await _browser.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle", Deadline), Is.EqualTo("solid"), "the focus is seen");
            await _browser.LoadAsync(() => _browser.PressAsync("Space", Deadline), Deadline);
            Assert.That((await Server.Get<AccountStore>().FindAsync(_account, Deadline))!.Disabled, Is.EqualTo(disabled));
        }
    }

    [Test]
    public async Task What_cannot_be_undone_asks_first_and_is_done_with_the_keyboard_too()
    {
        await Server.IssueTicketAsync(SoapTestServer.Bob, Deadline);
        await OpenAsync("tickets?user=bob");
        Assert.That(await _browser.EvaluateAsync<bool>("document.querySelector('form[action$=\"tickets/revoke\"] button').checkVisibility()", Deadline), Is.False);
        await TabToAsync("Revoke…");
        await _browser.PressAsync("Enter", Deadline);
        await TabToAsync("Yes, revoke");
        await _browser.LoadAsync(() => _browser.PressAsync("Enter", Deadline), Deadline);

        Assert.That(await TextAsync("[role=status]"), Is.EqualTo("The ticket is revoked. Its caller has to log in again."));
        Assert.That((await Server.Get<TicketStore>().ListAsync(Deadline)).Select(ticket => ticket.AssociateId), Does.Not.Contain(SoapTestServer.Bob));
    }

    /// <summary>Texts whose contrast with their background is less than 4.5 (WCAG 2.2, 1.4.3).</summary>
    private const string LowContrast = """
        (() => {
            const numbers = color => color.match(/[\d.]+/g).map(Number);
            const light = color => { const [r, g, b] = numbers(color).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
            const back = e => { for (; e; e = e.parentElement) { const color = getComputedStyle(e).backgroundColor; if (numbers(color)[3] !== 0) return color; } return 'rgb(255,255,255)'; };
            const low = [];
            for (const e of document.body.querySelectorAll('*')) {
                if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility() || e.closest('svg')) continue;
                const [a, b] = [light(getComputedStyle(e).color), light(back(e))];
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5) low.push(`${contrast.toFixed(2)} ${e.outerHTML.slice(0, 100)}`);
            }
            return low;
        })()
        """;

    private Task OpenAsync(string page) => _browser.OpenAsync(new Uri(Server.Url, $"/admin/{page}"), Deadline);

    private Task ClickAsync(string selector) => _browser.LoadAsync(
        () => _browser.EvaluateAsync<bool>($"(document.querySelector({Quoted(selector)}).click(), true)", Deadline), Deadline);

    private Task FillAsync(string id, string value) => _browser.EvaluateAsync<string>($"document.getElementById({Quoted(id)}).value = {Quoted(value)}", Deadline);

    private Task<string> TextAsync(string selector) => _browser.EvaluateAsync<string>($"document.querySelector({Quoted(selector)}).innerText", Deadline);

    private Task<string> FocusAsync() => _browser.EvaluateAsync<string>(
        "`${document.activeElement.tagName.toLowerCase()}.${document.activeElement.className}`", Deadline);

    /// <summary>Presses the key for the next element until one with that text has the focus.</summary>
    private async Task TabToAsync(string text)
    {
        for (var i = 0; i < 60; i++)
        {
            if (await _browser.EvaluateAsync<string>("document.activeElement.innerText ?? ''", Deadline) == text)
            {
                return;
            }

            await _browser.PressAsync("Tab", Deadline);
        }

        Assert.Fail($"The keyboard does not lead to {text}.");
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
