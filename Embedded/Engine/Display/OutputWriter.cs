namespace Embedded.Engine.Display;

/// <summary>
/// Writes text and forgets about it when nobody reads any more: an update does not stop half-way because its output
/// was piped into <c>head</c>.
/// </summary>
internal sealed class OutputWriter(TextWriter writer)
{
    private bool _closed;

    public TextWriter Writer => writer;

    public void Write(string text)
    {
        if (_closed || text.Length == 0)
            return;
        try
        {
            writer.Write(text);
            writer.Flush();
        }
        catch (IOException)
        {
            _closed = true;
        }
    }
}
