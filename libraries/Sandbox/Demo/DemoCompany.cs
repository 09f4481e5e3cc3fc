namespace Services83.EMail.Sandbox.Demo;

/// <summary>The owner of a demo mailbox and the people the owner writes with.</summary>
public sealed record DemoCompany(
    string User, string Password, DemoPerson Owner, DemoPerson[] Contacts, DemoTopic[] Topics, string[] Places,
    int Rounds, int Invoices, int Newsletters, int Photos, int Notices)
{
    public static DemoCompany Lockman { get; } = new(
        "lockman@sandbox.example", "lockman-demo", new DemoPerson("Lockman, Beier and Leannon", "lockman@sandbox.example"),
        [
            new("Ingrid Solheim", "ingrid.solheim@fjordbygg.example"), new("Bernd Krüger", "b.krueger@krueger-statik.example"),
            new("Aoife Brennan", "aoife@brennan-homes.example"), new("Małgorzata Wójcik", "m.wojcik@mosty.example"),
            new("Élodie Marchand", "elodie@atelier-marchand.example"), new("Site office", "site@northquay.example"),
            new("Rasmus Dahl, Dahl & Co", "rd@dahlco.example"), new("Purchasing", "einkauf@krueger-statik.example"),
        ],
        [.. DemoTopics.English, .. DemoTopics.Norwegian, .. DemoTopics.German, .. DemoTopics.French],
        ["Quay Street 4", "Bakkegata 12", "the old dairy", "Hafenweg 9", "North Quay", "Rue des Tanneurs"],
        Rounds: 2, Invoices: 28, Newsletters: 18, Photos: 8, Notices: 20);

    public static DemoCompany Blueberry { get; } = new(
        "blabaer@sandbox.example", "blabaer-demo", new DemoPerson("Blåbær & Søn", "blabaer@sandbox.example"),
        [
            new("Mette Højgaard", "mette@torvet-groent.example"), new("Åsa Lindström", "asa@skogsbar.example"),
            new("Niels Ørsted Bang", "niels@koelehus.example"), new("Jordi Puig", "jordi@fruites-puig.example"),
            new("Sofie", "sofie@marmeladen.example"), new("Plantskolan i Växjö", "order@plantskolan.example"),
        ],
        [.. DemoTopics.Danish, .. DemoTopics.Swedish, .. DemoTopics.Spanish],
        ["Østmarken", "Lille Skov", "mark 7", "Torvehallen", "Växjö"],
        Rounds: 2, Invoices: 17, Newsletters: 11, Photos: 8, Notices: 10);

    /// <summary>A small mailbox with something for each operation; <see cref="DemoSales"/> writes its mail.</summary>
    public static DemoCompany Sales { get; } = new(
        "sal0@sandbox.example", "sal0-demo", new DemoPerson("Sally Sales", "sal0@sandbox.example"),
        [new("Ingrid Solheim", "ingrid.solheim@fjordbygg.example"), new("Mette Højgaard", "mette@torvet-groent.example")],
        [], [], Rounds: 0, Invoices: 0, Newsletters: 0, Photos: 0, Notices: 0);
}
