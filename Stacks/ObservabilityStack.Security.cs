using System.Collections.Immutable;
using System.Globalization;
using Infra.Components.Certificates;
using Infra.Components.Containers;
using Infra.Configs;
using Infra.Configs.NodeExporter;
using Infra.Stacks.Settings;
using Pulumi;
using Pulumi.Random;

namespace Infra.Stacks;

// How services and their callers prove who they are.
internal sealed partial class ObservabilityStack
{
    /// <summary>The one user of every service that asks for one; services have passwords of their own.</summary>
    private const string ServiceUser = "phlo";

    // Their callers show a certificate: they have no notion of a user.
    private static readonly HashSet<string> KnowCallersByCertificate = [ServiceNames.Loki, ServiceNames.Tempo, ServiceNames.Postgres];

    // Loki and Tempo let in whoever has a certificate to call with: those that have to do with them, and no other, for it may be broken into.
    // They themselves show a password where they call, and call each their own parts on the loopback.
    private static readonly HashSet<string> CallByCertificate =
        [ServiceNames.Alloy, ServiceNames.Grafana, ServiceNames.Prometheus, ServiceNames.BlackboxExporter];

    private readonly Dictionary<string, ServiceSecurity> _security = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Output<string>> _validityEnds = new(StringComparer.Ordinal);
    private CertificateAuthority? _authority;

    /// <summary>How a service is secured; null in a stack without TLS.</summary>
    private ServiceSecurity? Security(string service)
    {
        // The demo has nothing to hide, and nobody in it checks a name.
        if (!_settings.Security.Tls || ServiceNames.WithoutTls.Contains(service) || (HasWholeDemo && ServiceNames.Lakehouse.Contains(service)))
            return null;

        if (_security.TryGetValue(service, out var known))
            return known;

        _authority ??= Authority();
        var certificate = _authority.Issue([service, .. NamesBeside(service).Distinct(StringComparer.Ordinal)], CallByCertificate.Contains(service), Rotation(service));
        _validityEnds[service] = certificate.ValidityEnd;
        return _security[service] = new ServiceSecurity(certificate.Identity, KnowCallersByCertificate.Contains(service) ? null : Credential(service));
    }

    private CertificateAuthority Authority()
    {
        var security = _settings.Security;
        var authority = new CertificateAuthority("authority", new CertificateAuthorityArgs
        {
            CommonName = $"{_settings.NamePrefix} observability",
            ValidityHours = security.ValidityHours,
            EarlyRenewalHours = security.EarlyRenewalHours,
            Rotation = Rotation(RotationSettings.Authority),
            Given = security.AuthorityCertificate is { } certificate ? new GivenAuthority(certificate, security.AuthorityPrivateKey!.ToOutput()) : null,
        });
        _validityEnds["authority"] = authority.ValidityEnd;
        return authority;
    }

    // By which a service is called besides its own name: from its container, and from this machine if it is published.
    private IEnumerable<string> NamesBeside(string service)
    {
        yield return "localhost";
        yield return "127.0.0.1";
        // Those who send traces see only the container's name, in their own network.
        if (service == ServiceNames.Alloy)
            yield return $"{_settings.NamePrefix}-{service}";
        if (_settings.Ports[service] != 0 && _settings.Network.PublishAddress is not ("127.0.0.1" or "0.0.0.0" or "::"))
            yield return _settings.Network.PublishAddress;
        if (service == ServiceNames.Grafana)
        {
            foreach (var name in _settings.Grafana.Names)
                yield return name;
        }
    }

    private BasicCredential Credential(string service)
    {
        var password = RotatedPassword($"{service}-password", service);
        return new BasicCredential(ServiceUser, password.Result, password.BcryptHash);
    }

    /// <summary>A password that stays what it is until its number among the rotations is another one.</summary>
    private RandomPassword RotatedPassword(string name, string rotation)
    {
        // Letters and digits alone: what reads a password may give other characters a meaning of their own.
        var args = new RandomPasswordArgs { Length = 32, Special = false };
        if (Rotation(rotation) is > 0 and var count)
            args.Keepers = new InputMap<string> { ["rotation"] = count.ToString(CultureInfo.InvariantCulture) };
        return new RandomPassword(name, args);
    }

    private int Rotation(string name) => _settings.Security.Rotations.Of(name);

    private Output<ImmutableDictionary<string, string>> Passwords() => Output.CreateSecret(Output
        .All(_security
            .Where(service => service.Value.Credential is not null)
            .Select(service => service.Value.Credential!.Password.Apply(password => (Service: service.Key, Password: password))))
        .Apply(passwords => passwords.ToImmutableDictionary(password => password.Service, password => password.Password)));

    /// <summary>When each certificate ends, as metrics.</summary>
    private Output<string> CertificateMetrics() => Output
        .All(_validityEnds.Select(end => end.Value.Apply(time => (Certificate: end.Key, Time: time))))
        .Apply(ends => CertificateExpiryMetrics.Render(ends.ToDictionary(end => end.Certificate, end => end.Time)));
}
