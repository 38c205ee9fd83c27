using Pulumi;

namespace Infra.Components.Containers;

/// <summary>What a service proves its name with, and what it checks others' with, all as PEM.</summary>
/// <param name="Certificate">The service's certificate, followed by those between it and the authority.</param>
/// <param name="PrivateKey">Its private key, a secret.</param>
/// <param name="Authority">The certificates of the authorities that the stack trusts.</param>
internal sealed record TlsIdentity(Output<string> Certificate, Output<string> PrivateKey, Output<string> Authority)
{
    /// <summary>Certificate and private key in one text.</summary>
    public Output<string> Combined => Output.Format($"{Certificate}\n{PrivateKey}\n");
}

/// <summary>Who may call a service.</summary>
/// <param name="Password">A secret.</param>
/// <param name="PasswordHash">Its bcrypt hash, a secret too: it could be guessed against.</param>
internal sealed record BasicCredential(string User, Output<string> Password, Output<string> PasswordHash);

/// <summary>How a service of a secured stack is reached.</summary>
/// <param name="Tls">Mounted at <see cref="Configs.Tls.TlsFiles.Folder"/>.</param>
/// <param name="Credential">What callers have to know; null where their certificate is what counts.</param>
internal sealed record ServiceSecurity(TlsIdentity Tls, BasicCredential? Credential);
