using System.ComponentModel.DataAnnotations;

namespace Aimi.Messages;

/// <summary>When a session ends by itself.</summary>
public sealed class ChatSessionOptions
{
    public const string Section = "Sessions";

    /// <summary>A session with no message for this long is over. Default 10 minutes, 1 second to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Sessions:Timeout is a time such as 00:10:00, from one second to one day.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A session holds at most this many messages, of the person and of Aimi together. Default 30, 4 to 200.</summary>
    [Range(4, 200, ErrorMessage = "Sessions:MaxMessages is a number from 4 to 200.")]
    public int MaxMessages { get; set; } = 30;
}
