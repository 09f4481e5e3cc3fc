namespace Services83.EMail.Sandbox.Demo;

/// <summary>A conversation: the authors alternate, the other side first. {0} is a place, {1} a number.</summary>
public sealed record DemoTopic(string Subject, string Charset, params string[] Turns);

/// <summary>Typical topics of small companies.</summary>
internal static class DemoTopics
{
    public static DemoTopic[] English { get; } =
    [
        new("Damp wall at {0}", "utf-8",
            "Hello,\n\nthe north wall at {0} is damp again, up to about {1} cm. Could somebody have a look this week?",
            "Hello,\n\nThursday at nine would suit us. Please leave the cellar door open.",
            "Thursday is fine. The key is with the neighbour on the second floor.",
            "We measured it: the gutter leaks, the wall itself is sound. Report follows."),
        new("Drawings for {0}, revision {1}", "utf-8",
            "Please find the changes to the stairs in revision {1}. The landing is 5 cm wider now.",
            "Received, thank you. The beam above the door is missing in section B, is that on purpose?",
            "No, that was a mistake. I will send a new one tomorrow."),
        new("Lunch on Friday? 🥪", "utf-8",
            "We are {1} people so far, at the place opposite {0}. Are you coming? 😀",
            "Count me in 👍 but I have to leave at one.",
            "Great, see you there 🎉"),
    ];

    public static DemoTopic[] Norwegian { get; } =
    [
        new("Befaring på {0}", "utf-8",
            "Hei,\n\nkan dere komme på befaring på {0} i løpet av uka? Det gjelder taket, omtrent {1} kvadratmeter.",
            "Hei! Vi kan onsdag klokka ti. Er det mulig å parkere i gården?",
            "Ja, bare kjør inn. Jeg møter dere ved porten.",
            "Takk for sist. Tilbudet kommer før helga."),
        new("Påminnelse: timelister uke {1}", "iso-8859-1",
            "Husk å føre timene for uke {1} før fredag, også for {0}.",
            "Ført. Jeg mangler fortsatt kjøringen til {0}, den tar jeg i morgen.",
            "Fint, takk skal du ha. Hilsen Ingrid på kontoret"),
        new("Nøkkel til {0}", "utf-8",
            "Vi finner ikke nøkkel nummer {1}. Ligger den hos dere?",
            "Ja, den henger i skapet. Vi legger den i postkassen i ettermiddag."),
    ];

    public static DemoTopic[] German { get; } =
    [
        new("Rückfrage zur Statik, {0}", "iso-8859-1",
            "Guten Tag,\n\ndie Decke über dem Erdgeschoss ist mit {1} kN gerechnet. Stimmt das noch nach der Änderung?",
            "Guten Tag Herr Krüger, wir prüfen es bis morgen früh und melden uns.",
            "Vielen Dank. Es eilt ein wenig, der Beton kommt am Montag.",
            "Geprüft: Es bleibt bei {1} kN. Die Pläne müssen nicht geändert werden.",
            "Wunderbar, dann können wir weitermachen. Schöne Grüße"),
        new("Angebot Nr. {1} für Gerüst", "windows-1252",
            "Sehr geehrte Damen und Herren,\n\nfür {0} bieten wir das Gerüst zu 2.{1} € an – vier Wochen Standzeit inklusive.",
            "Danke, das nehmen wir an. Bitte den Aufbau mit der Baustelle absprechen.",
            "Auftrag bestätigt. Aufbau „wie besprochen“ am Dienstag."),
        new("Schlüsselübergabe", "utf-8",
            "Übergabe am {1}. um acht Uhr vor dem Haus, {0}. Passt das?",
            "Passt. Bitte die Zählerstände mitbringen."),
    ];

    public static DemoTopic[] French { get; } =
    [
        new("Façade, {0} : choix des couleurs", "utf-8",
            "Bonjour,\n\nle client hésite entre l'ocre et le gris n° {1}. Avez-vous encore les échantillons ?",
            "Bonjour Élodie, oui, ils sont à l'atelier. Je vous les apporte jeudi.",
            "Parfait. Le client a finalement préféré l'ocre, très clair, à l'ancienne."),
        new("Réunion de chantier du {1}", "iso-8859-1",
            "La réunion est déplacée à neuf heures, même endroit ({0}).",
            "C'est noté, merci. Nous serons deux."),
    ];

    public static DemoTopic[] Danish { get; } =
    [
        new("Bestilling: {1} kasser blåbær", "utf-8",
            "Hej,\n\nkan I levere {1} kasser til {0} på lørdag? Helst de store bær.",
            "Hej Mette! Det kan vi godt. Vi kører fra gården klokken fem.",
            "Dejligt. Sæt dem bare i kølerummet, døren er åben.",
            "Så er de leveret. To kasser ekstra, på husets regning."),
        new("Kølehuset på {0}", "iso-8859-1",
            "Temperaturen steg til {1} grader i nat. Er I sikre på, at døren var lukket?",
            "Nej, tætningen er slidt. Vi får en ny på onsdag.",
            "Godt, så flytter vi bærrene så længe."),
        new("Æblemost og øl til høstfesten 🍎", "utf-8",
            "Vi bliver {1} til høstfesten på {0}. Hvem sørger for mosten?",
            "Det gør vi! Tyve liter, og brød fra bageren.",
            "Hurra 🎉 så mangler vi kun godt vejr ☀️"),
        new("Løn for plukkere, uge {1}", "utf-8",
            "Her er timerne for uge {1}. Peter var syg to dage.",
            "Tak, jeg sender det videre til bogholderen i dag."),
    ];

    public static DemoTopic[] Swedish { get; } =
    [
        new("Nya plantor till {0}", "utf-8",
            "Hej,\n\nvi har {1} plantor kvar av den tidiga sorten. Ska vi lägga undan dem åt er?",
            "Ja tack, gärna! Vi hämtar dem på måndag med släpet.",
            "Bra. De står i växthuset längst bort, märkta med ert namn.",
            "Hämtade. Alla mår fint trots regnet."),
        new("Försäljning på torget", "iso-8859-1",
            "Platsen vid {0} är ledig, kostnad {1} kronor om dagen. Är ni intresserade?",
            "Ja, från lördag. Behöver vi eget bord?",
            "Bord finns, men ta med duk och växel."),
    ];

    public static DemoTopic[] Spanish { get; } =
    [
        new("Envío de arándanos, semana {1}", "utf-8",
            "Buenos días:\n\n¿podrían mandar {1} cajas a Gerona? El camión pasa por {0} el miércoles.",
            "Hola Jordi, sí, pero solo veinte de la primera calidad.",
            "De acuerdo. ¡Muchas gracias y hasta el miércoles!"),
        new("Etiquetas nuevas", "windows-1252",
            "Le envío la prueba de las etiquetas: “Blåbær & Søn”, tamaño {1} mm. ¿Está bien así?",
            "Perfecto, solo falta el acento en «región»."),
    ];
}
