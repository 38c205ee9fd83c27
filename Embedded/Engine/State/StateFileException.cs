namespace Embedded.Engine.State;

/// <summary>The state cannot be read or written. The message names the file and says how to go on.</summary>
internal sealed class StateFileException(string message, Exception? inner = null) : Exception(message, inner);
