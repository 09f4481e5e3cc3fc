using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// A real browser without a window, with one page, driven by the protocol of Chrome's developer tools
/// (https://chromedevtools.github.io/devtools-protocol/). It notes what the page complains about and what it loads.
/// </summary>
internal sealed class DevTools : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> _open = [];
    private readonly CancellationTokenSource _closing = new();
    private TaskCompletionSource _loaded = new();
    private Task _reading = Task.CompletedTask;
    private string _session = "";
    private int _last;

    private DevTools(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Errors in the console, violations of the content security policy, and exceptions.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>The address of everything that the page has asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<DevTools> StartAsync(CancellationToken cancellationToken)
    {
        var profile = Directory.CreateTempSubdirectory("services83-browser-").FullName;
        // The sandbox of the browser does not work for root, nor in most containers; the pages are our own.
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            $"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank",
        ];
        var process = Process.Start(new ProcessStartInfo(Chromium.Program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var browser = new DevTools(process, profile);
        try
        {
            await browser.ConnectAsync(cancellationToken);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a page and returns when it is loaded.</summary>
    public Task OpenAsync(Uri address, CancellationToken cancellationToken) =>
        LoadAsync(() => SendAsync("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri }, cancellationToken), cancellationToken);

    /// <summary>Does something that leads to another page, and returns when that is loaded.</summary>
    public async Task LoadAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        _loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await action();
        await _loaded.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<T> EvaluateAsync<T>(string expression, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(
            "Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true }, cancellationToken);
        return reply["exceptionDetails"] is { } error
            ? throw new InvalidOperationException($"{expression}: {error["exception"]?["description"] ?? error["text"]}")
            : reply["result"]!["value"].Deserialize<T>()!;
    }

    /// <summary>Returns when an expression is true: it is evaluated again after each frame that the page draws.</summary>
    public Task UntilAsync(string expression, CancellationToken cancellationToken) => EvaluateAsync<bool>(
        $"new Promise(done => {{ const look = () => ({expression}) ? done(true) : setTimeout(look, 20); look(); }})", cancellationToken);

    /// <summary>Presses a key as on a keyboard, such as <c>Tab</c>, <c>Enter</c> or <c>Space</c>.</summary>
    public async Task PressAsync(string key, CancellationToken cancellationToken)
    {
        var (name, code, text) = key switch
        {
            "Tab" => ("Tab", 9, ""),
            "Enter" => ("Enter", 13, "\r"),
            "Space" => (" ", 32, " "),
            _ => throw new ArgumentOutOfRangeException(nameof(key), key, "Not known here."),
        };
        foreach (var type in (string[])["keyDown", "keyUp"])
        {
            var press = new JsonObject { ["type"] = type, ["key"] = name, ["code"] = key, ["windowsVirtualKeyCode"] = code };
            if (type == "keyDown" && text.Length > 0)
            {
                press["text"] = text;
            }

            await SendAsync("Input.dispatchKeyEvent", press, cancellationToken);
        }
    }

    /// <summary>Types text where the focus is.</summary>
    public Task TypeAsync(string text, CancellationToken cancellationToken) => SendAsync("Input.insertText", new JsonObject { ["text"] = text }, cancellationToken);

    /// <summary>Makes the screen so large, in pixels of CSS, and light or dark.</summary>
    public async Task SetScreenAsync(int width, int height, bool isDark, CancellationToken cancellationToken)
    {
        await SendAsync(
            "Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 500 }, cancellationToken);
        var scheme = new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" };
        await SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(scheme) }, cancellationToken);
    }

    /// <summary>The page as it looks, as PNG.</summary>
    public async Task<byte[]> ScreenshotAsync(CancellationToken cancellationToken) =>
        Convert.FromBase64String((await SendAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" }, cancellationToken))["data"]!.GetValue<string>());

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _socket.Dispose();
        _process.Dispose();
        _closing.Dispose();
        _turn.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        const string Listening = "DevTools listening on ";
        string? line;
        do
        {
            line = await _process.StandardError.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The browser ended.");
        }
        while (!line.StartsWith(Listening, StringComparison.Ordinal));

        // What nobody reads would stop the browser.
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        await _socket.ConnectAsync(new Uri(line[Listening.Length..]), cancellationToken);
        _reading = ReadAsync();
        var target = (await SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellationToken))["targetId"]!.GetValue<string>();
        _session = (await SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true }, cancellationToken))["sessionId"]!.GetValue<string>();
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"])
        {
            await SendAsync($"{domain}.enable", [], cancellationToken);
        }
    }

    private async Task<JsonObject> SendAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _last);
        var reply = _open[id] = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session.Length > 0)
        {
            message["sessionId"] = _session;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }

        var answer = await reply.Task.WaitAsync(cancellationToken);
        return answer["error"] is { } error ? throw new InvalidOperationException($"{method}: {error}") : answer["result"]!.AsObject();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                WebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer, _closing.Token);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);

                Handle(JsonNode.Parse(message.ToArray())!.AsObject());
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            foreach (var open in _open.Values)
            {
                open.TrySetException(new InvalidOperationException("The browser ended.", exception));
            }
        }
    }

    private void Handle(JsonObject message)
    {
        if (message["id"] is { } id && _open.TryRemove(id.GetValue<int>(), out var reply))
        {
            reply.SetResult(message);
            return;
        }

        var parameters = message["params"];
        switch (message["method"]?.GetValue<string>())
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Network.requestWillBeSent":
                Requests.Enqueue(parameters!["request"]!["url"]!.GetValue<string>());
                break;
            case "Log.entryAdded" or "Runtime.exceptionThrown" or "Runtime.consoleAPICalled":
                Complaints.Enqueue(parameters!.ToJsonString());
                break;
        }
    }
}
