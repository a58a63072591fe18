using Aimi.Messages;
using Aimi.Sessions;

namespace Aimi.Tests.Sessions;

public sealed class SessionSnapshotTests
{
    private static readonly ChatSessionOptions Options = new() { Timeout = TimeSpan.FromMinutes(10), MaxMessages = 10 };

    private readonly Talk _talk = new(firstSeq: 101);

    [Theory]
    [InlineData(101, 105, 105, true)]  // all of it
    [InlineData(101, 106, 105, true)]  // and more: somebody else wrote meanwhile
    [InlineData(101, 104, 105, false)] // the last is missing
    [InlineData(102, 105, 105, false)] // the first is missing
    [InlineData(103, 112, 112, true)]  // the oldest were trimmed
    [InlineData(103, 112, 111, true)]  // the oldest were trimmed by a newer one
    [InlineData(104, 112, 112, false)] // more than trimming is missing
    public void A_session_is_covered_if_nothing_of_it_but_what_was_trimmed_is_missing(long from, long to, long headLast, bool covers)
    {
        var snapshot = new SessionSnapshot(_talk.After(to), _talk.Messages(from, to), SessionSnapshot.NothingPending);

        Assert.Equal(covers, snapshot.Covers(_talk.After(headLast), Options));
    }

    [Fact]
    public void A_gap_an_empty_list_and_another_session_do_not_cover()
    {
        var head = _talk.After(105);
        var whole = new SessionSnapshot(head, _talk.Messages(101, 105), SessionSnapshot.NothingPending);

        Assert.True(whole.Covers(head, Options));
        Assert.False((whole with { Messages = [.. whole.Messages.Where(message => message.Seq != 103)] }).Covers(head, Options));
        Assert.False((whole with { Messages = [] }).Covers(head, Options));
        Assert.False(whole.Covers(new Talk(firstSeq: 101).After(105), Options));
    }

    [Theory]
    [InlineData(110, 0, SessionEndReason.Limit)]
    [InlineData(110, 600, SessionEndReason.Limit)]
    [InlineData(109, 600, SessionEndReason.Timeout)]
    [InlineData(109, 599, null)]
    public void It_tells_the_limit_and_the_timeout(long lastSeq, int secondsLater, SessionEndReason? reason)
    {
        var snapshot = _talk.Snapshot(lastSeq);

        Assert.Equal(reason, snapshot.EndsBy(Options, snapshot.Session.LastActiveAt.AddSeconds(secondsLater)));
    }
}
