using Aimi.Cli.Terminal;

namespace Aimi.Tests.Cli;

internal static class Keys
{
    public static KeyPress Of(char character, bool more = false) => character == '\n'
        ? new KeyPress(new ConsoleKeyInfo('\r', ConsoleKey.Enter, shift: false, alt: false, control: false), more)
        : new KeyPress(new ConsoleKeyInfo(character, ConsoleKey.None, shift: false, alt: false, control: false), more);

    public static KeyPress Of(ConsoleKey key, bool control = false) =>
        new(new ConsoleKeyInfo(control && key is >= ConsoleKey.A and <= ConsoleKey.Z ? (char)(key - ConsoleKey.A + 1) : '\0', key, shift: false, alt: false, control));
}
