using System.Runtime.InteropServices;
using System.Threading.Channels;
using Aimi.Cli.Chat;

namespace Aimi.Cli.Terminal;

/// <summary>Posts every key, and every change of the terminal's size, until it is disposed.</summary>
internal sealed class Keyboard : IDisposable
{
    private readonly ChannelWriter<object> _inbox;
    private readonly PosixSignalRegistration? _resizes;

    public Keyboard(ChannelWriter<object> inbox)
    {
        _inbox = inbox;
        Console.TreatControlCAsInput = true;
        _resizes = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => inbox.TryWrite(new Resized()));

        // ReadKey blocks and cannot be cancelled: a thread of its own, which the process does not wait for.
        new Thread(Read) { IsBackground = true, Name = nameof(Keyboard) }.Start();
    }

    public void Dispose()
    {
        _resizes?.Dispose();
        Console.TreatControlCAsInput = false;
    }

    private void Read()
    {
        try
        {
            while (_inbox.TryWrite(new KeyPress(Console.ReadKey(intercept: true), Console.KeyAvailable)))
            {
            }
        }
        catch (InvalidOperationException)
        {
            // The terminal is gone: nobody types any more.
            _inbox.TryComplete();
        }
    }
}
