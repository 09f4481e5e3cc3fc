using NUnit.Framework;
using Services83.EMail.Commands;

namespace Services83.EMail.Tests.Commands;

public sealed class SettingArgumentsTests
{
    [TestCase("status", "", "status")]
    [TestCase("--Sync:SweepSeconds=5 status", "--Sync:SweepSeconds=5", "status")]
    [TestCase("status --Sync:SweepSeconds 5", "--Sync:SweepSeconds=5", "status")]
    [TestCase("demo --urls http://127.0.0.1:0", "--urls=http://127.0.0.1:0", "demo")]
    [TestCase("--URLS=http://127.0.0.1:0", "--URLS=http://127.0.0.1:0", "")]
    [TestCase("--Mail:PinnedCertificates:mail.example=AB=", "--Mail:PinnedCertificates:mail.example=AB=", "")]
    [TestCase("wsdl --url=http://h:1/?a=b", "", "wsdl --url=http://h:1/?a=b")]
    [TestCase("account add a@x --server imaps://h:993", "", "account add a@x --server imaps://h:993")]
    [TestCase("--urls --help", "", "--urls --help")]
    [TestCase("--urls", "", "--urls")]
    public void Settings_are_told_from_the_words_of_a_command(string line, string settings, string words)
    {
        var split = SettingArguments.Split(line.Split(' '));

        Assert.That((string.Join(' ', split.Settings), string.Join(' ', split.Words)), Is.EqualTo((settings, words)));
    }
}
