namespace Embedded.Engine.Secrets;

/// <summary>
/// The passphrase of one stack: asked for when something secret is first met, and one crypter for each salt.
/// </summary>
/// <param name="find">Reads the passphrase; null where there is none. Called at most once.</param>
internal sealed class StackSecrets(string stack, Func<Passphrase?> find)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PassphraseCrypter> _crypters = [];
    private Passphrase? _passphrase;
    private PassphraseCrypter? _created;

    /// <exception cref="PassphraseException">There is none.</exception>
    public Passphrase Require()
    {
        lock (_lock)
        {
            return _passphrase ??= find() ?? throw new PassphraseException(
                $"Stack '{stack}' needs a passphrase for its secrets, and none is given. Set {Passphrase.Variable} (an empty one counts), " +
                $"or {Passphrase.FileVariable} to the path of a file that holds it.");
        }
    }

    /// <param name="owner">The file that the salt stands in, for messages.</param>
    public PassphraseCrypter For(string saltText, string owner)
    {
        var passphrase = Require();
        lock (_lock)
        {
            if (!_crypters.TryGetValue(saltText, out var crypter))
                _crypters[saltText] = crypter = PassphraseCrypter.FromSalt(saltText, passphrase, owner);
            return crypter;
        }
    }

    /// <summary>For a stack that has no salt yet: the same new one at each call.</summary>
    public PassphraseCrypter ForNewSalt()
    {
        var passphrase = Require();
        lock (_lock)
        {
            if (_created is null)
            {
                _created = PassphraseCrypter.New(passphrase);
                _crypters[_created.SaltText] = _created;
            }
            return _created;
        }
    }
}
