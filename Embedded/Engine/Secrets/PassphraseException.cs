namespace Embedded.Engine.Secrets;

/// <summary>
/// Something secret cannot be read or written: no passphrase, the wrong one, or text that no passphrase made.
/// The message says where the passphrase came from, never what it is.
/// </summary>
internal sealed class PassphraseException(string message, Exception? inner = null) : Exception(message, inner);
