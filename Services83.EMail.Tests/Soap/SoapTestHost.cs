using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Dispatcher;

namespace Services83.EMail.Tests.Soap;

/// <summary>Endpoints on a real server on a free loopback port.</summary>
internal sealed class SoapTestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SoapTestHost(WebApplication app)
    {
        _app = app;
        BaseAddress = new Uri(app.Urls.First());
        Client = new HttpClient { BaseAddress = BaseAddress };
    }

    public Uri BaseAddress { get; }

    public HttpClient Client { get; }

    public static async Task<SoapTestHost> StartAsync(
        Action<IServiceCollection> services, Action<WebApplication> map, Action<WebApplication>? before = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSoap();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        services(builder.Services);
        var app = builder.Build();
        before?.Invoke(app);
        app.UseRouting();
        map(app);
        await app.StartAsync(CancellationToken.None);
        return new SoapTestHost(app);
    }

    /// <summary>One contract at one address.</summary>
    public static Task<SoapTestHost> StartAsync<TContract>(TContract implementation, SoapServiceOptions options)
        where TContract : class => StartAsync(services => services.AddSingleton(implementation), app => app.MapSoapService<TContract>(options));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
