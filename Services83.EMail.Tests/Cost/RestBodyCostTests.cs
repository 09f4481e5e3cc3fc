using System.Globalization;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Tests.Support;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.Cost;

/// <summary>The time for XML bodies and forms of the web API is proportional to their length, whatever their content.</summary>
[Category(Tier.Costs)]
[NonParallelizable]
public sealed class RestBodyCostTests
{
    /// <summary>Quadratic time is seen at four times as many; more would measure the garbage collector.</summary>
    private const int Elements = 10_000;

    private static readonly RestOperation SyncEmailAccounts = RestOperations.Find("SyncEmailAccounts")!;
    private static readonly RestOperation MarkEmailsAsRead = RestOperations.Find("MarkEmailsAsRead")!;
    private static readonly RestOperation Save = RestOperations.Find("Save")!;

    private static readonly XmlLimits Limits = new SoapLimits { MaxElements = 10_000_000 }.ToXmlLimits();

    [TestCase("<SyncUserAccounts>", "<SyncUserAccount><AccountId>{0}</AccountId></SyncUserAccount>", "</SyncUserAccounts>", TestName = "Items")]
    [TestCase("", "<SyncUserAccounts/>", "", TestName = "A parameter that is sent again and again")]
    [TestCase("", "<x{0}/>", "", TestName = "Parameters that nobody knows")]
    [TestCase("<SyncUserAccounts>", "<x{0}/>", "</SyncUserAccounts>", TestName = "Items of other names")]
    [TestCase("<SyncUserAccounts>", "<i><AccountId>1</AccountId><x{0}/></i>", "</SyncUserAccounts>", TestName = "Members that nobody knows")]
    [TestCase("<SyncUserAccounts><i>", "<AssociateName>{0}</AssociateName>", "</i></SyncUserAccounts>", TestName = "A member that is sent again and again")]
    [TestCase("<SyncUserAccounts><i><AssociateName>", "&amp;", "</AssociateName></i></SyncUserAccounts>", TestName = "References")]
    [TestCase("<SyncUserAccounts><i><AssociateName>", "<!---->", "</AssociateName></i></SyncUserAccounts>", TestName = "Comments")]
    [TestCase("<SyncUserAccounts><i><AssociateName>", "<![CDATA[]]>", "</AssociateName></i></SyncUserAccounts>", TestName = "Character data")]
    [TestCase("<SyncUserAccounts>", "<i xmlns:p{0}='u{0}' p{0}:nil='true'/>", "</SyncUserAccounts>", TestName = "Namespaces")]
    public void An_xml_body_costs_in_proportion(string start, string piece, string end) =>
        Look(n => Repeat("<r>" + start, piece, n, end + "</r>"), octets => RestBody.ReadXml(SyncEmailAccounts, octets, Limits, claim: null));

    [TestCase("<Email><FieldProperties>", "<i><Key>{0}</Key><Value><FieldLength>1</FieldLength></Value></i>", "</FieldProperties></Email>", TestName = "Pairs")]
    [TestCase("<Email><FieldProperties><i>", "<Key>{0}</Key>", "<Value/></i></FieldProperties></Email>", TestName = "Keys of one pair")]
    [TestCase("<Email><Attachments><i><Stream>", "AAAA", "</Stream></i></Attachments></Email>", TestName = "Octets")]
    public void An_xml_message_costs_in_proportion(string start, string piece, string end) =>
        Look(n => Repeat("<r>" + start, piece, n, end + "</r>"), octets => RestBody.ReadXml(Save, octets, Limits, claim: null));

    [TestCase("Ids=1&", TestName = "Values of one name")]
    [TestCase("Ids[]=1&", TestName = "Items without numbers")]
    [TestCase("Ids[{0}]=1&", TestName = "Items with numbers")]
    [TestCase("x{0}=1&", TestName = "Names that nobody knows")]
    [TestCase("Ids[0]=1&", TestName = "One item again and again")]
    [TestCase("&", TestName = "Separators")]
    [TestCase("%41", TestName = "Escaped characters")]
    [TestCase("[", TestName = "Brackets that are not closed")]
    [TestCase("x[", TestName = "Names and brackets that are not closed")]
    [TestCase(".", TestName = "Dots")]
    [TestCase("Ids[a].b[c]=1&", TestName = "Parts of names")]
    public void A_form_costs_in_proportion(string piece) =>
        Look(n => Repeat("", piece, n, ""), octets => RestBody.ReadForm(MarkEmailsAsRead, octets, 10_000_000, claim: null));

    /// <summary>A refused body takes time as well.</summary>
    private static void Look(Func<int, byte[]> make, Action<byte[]> read) => Growth.AssertLinear(
        Elements,
        make,
        octets =>
        {
            try
            {
                read(octets);
            }
            catch (RestFormatException)
            {
                // Refused.
            }
            catch (FaultException)
            {
                // Refused, too.
            }
        });

    private static byte[] Repeat(string start, string piece, int n, string end)
    {
        var text = new StringBuilder(start);
        for (var i = 0; i < n; i++)
        {
            text.Append(piece.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        return Encoding.UTF8.GetBytes(text.Append(end).ToString());
    }
}
