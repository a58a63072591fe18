namespace Aimi.Cli.Terminal;

/// <summary>What was typed in this run, for the up and down arrows; the unfinished line waits at the end of it.</summary>
internal sealed class LineHistory
{
    private readonly List<string> _lines = [];
    private int _at;
    private string _unfinished = string.Empty;

    public void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || !string.Equals(_lines[^1], line, StringComparison.Ordinal)))
        {
            _lines.Add(line);
        }

        _at = _lines.Count;
        _unfinished = string.Empty;
    }

    public string Older(string current)
    {
        if (_at == _lines.Count)
        {
            _unfinished = current;
        }

        _at = Math.Max(0, _at - 1);
        return _at < _lines.Count ? _lines[_at] : current;
    }

    public string Newer(string current)
    {
        if (_at == _lines.Count)
        {
            return current;
        }

        _at++;
        return _at < _lines.Count ? _lines[_at] : _unfinished;
    }
}
