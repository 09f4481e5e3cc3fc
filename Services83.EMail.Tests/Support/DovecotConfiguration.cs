namespace Services83.EMail.Tests.Support;

/// <summary>Writes the files that one isolated Dovecot runs from.</summary>
internal sealed record DovecotConfiguration(string Folder, string User, string Group, IReadOnlyList<int> Ports, DovecotOptions Options)
{
    public const string Program = "/usr/sbin/dovecot";

    public string File => Path.Combine(Folder, "dovecot.conf");

    public async Task WriteAsync(TestCertificate certificate)
    {
        foreach (var name in (string[])["run", "state", "log", "mail", "tls", "raw"])
        {
            Directory.CreateDirectory(Path.Combine(Folder, name));
        }

        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "tls", "cert.pem"), certificate.CertificatePem);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "tls", "key.pem"), certificate.KeyPem);
        var users = Enumerable.Range(1, Options.Users).Select(DovecotServer.UserName).ToList();
        await System.IO.File.WriteAllLinesAsync(Path.Combine(Folder, "users"), users.Select(user => $"{user}:{{PLAIN}}{DovecotServer.Password(user)}::::::"));
        // Dovecot logs a session only where its folder exists already.
        if (Options.RawLog)
        {
            users.ForEach(user => Directory.CreateDirectory(Path.Combine(Folder, "raw", user)));
        }

        if (Options.TakesTokens)
        {
            await WriteTokenRulesAsync();
        }

        await System.IO.File.WriteAllTextAsync(File, General() + Mailboxes() + Services());
    }

    /// <summary>Dovecot judges tokens by itself, with the key of the signer, or asks their issuer. The token has the name of the user.</summary>
    private async Task WriteTokenRulesAsync()
    {
        if (Options.TokenKey is { } secret)
        {
            await WriteKeyAsync("HS256", "default", Convert.ToBase64String(secret));
        }

        if (Options.TokenSigner is { } signer)
        {
            await WriteKeyAsync("RS256", signer.Id, signer.Pem);
        }

        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "oauth2.conf"), Options.Introspection is { } address
            ? $"""
              introspection_mode = post
              introspection_url = {address}
              active_attribute = active
              active_value = true
              username_attribute = sub

              """
            : $"""
              introspection_mode = local
              local_validation_key_dict = fs:posix:prefix={Folder}/keys/
              username_attribute = sub

              """);
    }

    private Task WriteKeyAsync(string algorithm, string id, string key)
    {
        var keys = Directory.CreateDirectory(Path.Combine(Folder, "keys", "default", algorithm));
        return System.IO.File.WriteAllTextAsync(Path.Combine(keys.FullName, id), key);
    }

    private string General() => $$"""
        base_dir = {{Folder}}/run
        state_dir = {{Folder}}/state
        log_path = {{Folder}}/log/dovecot.log
        protocols = imap pop3 lmtp
        listen = 127.0.0.1
        default_internal_user = {{User}}
        default_internal_group = {{Group}}
        default_login_user = {{User}}
        ssl = yes
        ssl_cert = <{{Folder}}/tls/cert.pem
        ssl_key = <{{Folder}}/tls/key.pem
        disable_plaintext_auth = no
        auth_mechanisms = plain login{{(Options.TakesTokens ? $" {Options.TokenMechanisms}" : "")}}
        auth_failure_delay = 0 secs
        auth_username_format = %Lu
        first_valid_uid = 1
        last_valid_uid = 0
        mail_location = maildir:{{Folder}}/mail/%u/Maildir
        mail_max_userip_connections = 1000
        mail_fsync = never
        mailbox_list_index = yes
        {{(Options.Capabilities is null ? "" : $"imap_capability = {Options.Capabilities}")}}
        {{(Options.TakesTokens ? $"passdb {{\n  driver = oauth2\n  mechanisms = {Options.TokenMechanisms}\n  args = {Folder}/oauth2.conf\n}}" : "")}}
        passdb {
          driver = passwd-file
          {{(Options.TakesTokens ? "mechanisms = plain login" : "")}}
          args = scheme=PLAIN username_format=%u {{Folder}}/users
        }
        userdb {
          driver = static
          args = uid={{User}} gid={{Group}} home={{Folder}}/mail/%u
        }
        protocol lmtp {
          postmaster_address = postmaster@localhost
        }
        protocol imap {
          {{(Options.RawLog ? $"rawlog_dir = {Folder}/raw/%u" : "")}}
        }

        """;

    private string Mailboxes() => $$"""
        namespace inbox {
          inbox = yes
          separator = {{Options.Separator}}
          prefix = {{Options.Prefix}}
        {{string.Concat(((string[])["Drafts", "Sent", "Trash", "Junk"]).Select(name =>
            $"  mailbox {name} {{\n    special_use = \\{name}\n    auto = subscribe\n  }}\n"))}}  mailbox Archive {
            special_use = \Archive
          }
        }

        """;

    private string Services() => $$"""
        service imap-login {
          chroot =
          service_count = 0
          process_min_avail = 1
          {{Listener("imap", 0, isTls: false)}}
          {{Listener("imaps", 1, isTls: true)}}
        }
        service pop3-login {
          chroot =
          service_count = 0
          {{Listener("pop3", 2, isTls: false)}}
          {{Listener("pop3s", 3, isTls: true)}}
        }
        service lmtp {
          user = {{User}}
          {{Listener("lmtp", 4, isTls: false)}}
        }
        service anvil {
          chroot =
          # Without it an address waits for seconds after a wrong password.
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service stats {
          chroot =
        }
        service submission-login {
          chroot =
        }

        """;

    private string Listener(string name, int index, bool isTls) =>
        $"inet_listener {name} {{\n    address = 127.0.0.1\n    port = {Ports[index]}\n    ssl = {(isTls ? "yes" : "no")}\n  }}";
}
