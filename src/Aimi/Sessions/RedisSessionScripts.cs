namespace Aimi.Sessions;

/// <summary>
/// The cache's operations as Redis runs them, each as a whole. KEYS are the list and the hash of one person. An entry is told by its bytes, not
/// parsed: <c>{"seq":N,</c> at its start, <c>"read":false}</c> at its end (a text can not end an entry so: its quotes are escaped).
/// <c>pcall</c> stands where a key may be of a wrong type; such a key is taken for absent.
/// </summary>
internal static class RedisSessionScripts
{
    /// <summary>
    /// ARGV: 1 session_id, 2 first_seq, 3 last_seq, 4 started_at, 5 last_active_at, 6 the seq up to which all is read, 7 how many messages to
    /// keep, 8 time to live in ms, 9 <c>append</c>, <c>read</c> (append and answer what is held) or <c>replace</c>, 10 how many values of
    /// pending actions follow, these, then seq and entry of each message. Answers nil to a straggler.
    /// </summary>
    public const string Append =
        """
        local first, last, read, keep = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[6]), tonumber(ARGV[7])
        local active, mode, meta = ARGV[5], ARGV[9], 10 + tonumber(ARGV[10])
        local function seqOf(entry) return tonumber(string.match(entry, '^{"seq":(%d+),')) end
        local function asRead(entry)
          return string.sub(entry, -13) == '"read":false}' and string.sub(entry, 1, -7) .. 'true}' or entry
        end

        local held = redis.pcall('HMGET', KEYS[2], 'session_id', 'first_seq', 'last_seq', 'read_seq', 'last_active_at')
        local heldFirst = not held.err and tonumber(held[2])
        local heldLast = not held.err and tonumber(held[3])
        local heldRead = not held.err and tonumber(held[4]) or 0
        if heldFirst and heldFirst > first then return false end
        local same = heldFirst and heldLast and held[1] == ARGV[1]
        if same then
          last, read = math.max(last, heldLast), math.max(read, heldRead)
          if held[5] and held[5] > active then active = held[5] end
        else
          redis.call('DEL', KEYS[1], KEYS[2])
        end

        local list
        local seq = tonumber(ARGV[meta + 1])
        local length = same and mode ~= 'replace' and #ARGV == meta + 2 and seq > heldLast
          and redis.pcall('RPUSH', KEYS[1], seq <= read and asRead(ARGV[meta + 2]) or ARGV[meta + 2])
        if type(length) == 'number' then
          -- One message after all others, as nearly always: only what was not read yet is looked at.
          if length > keep then redis.call('LTRIM', KEYS[1], -keep, -1) end
          if mode == 'read' or read > heldRead then list = redis.call('LRANGE', KEYS[1], 0, -1) end
          if read > heldRead then
            for i = #list, 1, -1 do
              local old = seqOf(list[i])
              if not old or old <= heldRead then break end
              local marked = old <= read and asRead(list[i]) or list[i]
              if marked ~= list[i] then
                redis.call('LSET', KEYS[1], i - 1, marked)
                list[i] = marked
              end
            end
          end
        else
          -- Any others: the list is written anew.
          local seqs = {}
          list = {}
          for _, entry in ipairs(same and redis.pcall('LRANGE', KEYS[1], 0, -1) or {}) do
            local old = seqOf(entry)
            if old and old > (seqs[#seqs] or 0) and (mode ~= 'replace' or (old > tonumber(ARGV[3]) and old <= heldLast)) then
              seqs[#seqs + 1], list[#list + 1] = old, entry
            end
          end
          for i = meta + 1, #ARGV, 2 do
            local new, at = tonumber(ARGV[i]), #seqs
            while at > 0 and seqs[at] > new do at = at - 1 end
            if seqs[at] == new then
              list[at] = ARGV[i + 1]
            else
              table.insert(seqs, at + 1, new)
              table.insert(list, at + 1, ARGV[i + 1])
            end
          end
          while #list > keep do
            table.remove(seqs, 1)
            table.remove(list, 1)
          end
          for i, entry in ipairs(list) do
            if seqs[i] <= read then list[i] = asRead(entry) end
          end
          redis.call('DEL', KEYS[1])
          if #list > 0 then redis.call('RPUSH', KEYS[1], unpack(list)) end
        end

        redis.call('HSET', KEYS[2], 'session_id', ARGV[1], 'first_seq', first, 'last_seq', last, 'count', last - first + 1,
          'started_at', ARGV[4], 'last_active_at', active, 'read_seq', read, unpack(ARGV, 11, meta))
        redis.call('PEXPIRE', KEYS[1], ARGV[8])
        redis.call('PEXPIRE', KEYS[2], ARGV[8])
        if mode == 'read' then return {redis.call('HGETALL', KEYS[2]), list} end
        return 1
        """;

    public const string Read =
        """
        local meta = redis.pcall('HGETALL', KEYS[2])
        if meta.err or #meta == 0 then return false end
        local list = redis.pcall('LRANGE', KEYS[1], 0, -1)
        return {meta, list.err and {} or list}
        """;

    /// <summary>ARGV: session_id, the seq up to which all is read.</summary>
    public const string MarkRead =
        """
        local upTo = tonumber(ARGV[2])
        local held = redis.pcall('HMGET', KEYS[2], 'session_id', 'read_seq')
        if held[1] ~= ARGV[1] or (tonumber(held[2]) or 0) >= upTo then return 0 end
        redis.call('HSET', KEYS[2], 'read_seq', upTo)
        local list = redis.pcall('LRANGE', KEYS[1], 0, -1)
        for i, entry in ipairs(list) do
          local seq = tonumber(string.match(entry, '^{"seq":(%d+),'))
          if seq and seq <= upTo and string.sub(entry, -13) == '"read":false}' then
            redis.call('LSET', KEYS[1], i - 1, string.sub(entry, 1, -7) .. 'true}')
          end
        end
        return 1
        """;

    /// <summary>ARGV: session_id, the field, its value if it is set.</summary>
    public const string SetPendingAction =
        """
        if redis.pcall('HGET', KEYS[2], 'session_id') ~= ARGV[1] then return 0 end
        if ARGV[3] then redis.call('HSET', KEYS[2], ARGV[2], ARGV[3]) else redis.call('HDEL', KEYS[2], ARGV[2]) end
        return 1
        """;

    /// <summary>ARGV: session_id.</summary>
    public const string Clear =
        """
        local held = redis.pcall('HGET', KEYS[2], 'session_id')
        if type(held) == 'string' and held ~= ARGV[1] then return 0 end
        return redis.call('DEL', KEYS[1], KEYS[2])
        """;
}
