"""The generic cell rate algorithm (ITU-T I.371, virtual scheduling): one number a principal and policy.

That number is the time at which nothing would be owed any more. A request adds one interval to what is owed, and is
refused where that would be more than all the quota: in any time t no more than `requests` + t / interval pass, and
none is refused that keeps to it. Several policies are asked together: all allow a request, or none is charged. Nobody
owes more than all the quota: where the clock was set back, or the quota made smaller, the rest is forgiven.
"""

from hashlib import sha1
from typing import NamedTuple

from productwatch.platform.limiter.quota import Quota

# KEYS: one a policy, then one to set where the request is refused, for scripts that follow in the same pipeline, or an
# empty one; then pairs: what is owed under the first of a pair goes over to the second, unless something is owed there.
# A debt to a small quota is touched: where memory is short it stays before what has been asked for less than ten times.
# Who comes near to a large one has asked more often than that.
# ARGV: the time, empty for the server's; then each policy's interval and most; all in microseconds.
SCRIPT = """
local call, now = redis.call, tonumber(ARGV[1])
if not now then
  local clock = call('TIME')
  now = clock[1] * 1000000 + clock[2]
end
local function owe(key, debt)
  call('SET', key, string.format('%.0f', now + debt), 'PX', math.ceil(debt / 1000))
end
local answer, count = {1}, (#ARGV - 1) / 2
for i = count + 2, #KEYS, 2 do
  if call('EXISTS', KEYS[i]) == 1 then call('RENAMENX', KEYS[i], KEYS[i + 1]) end
end
for i = 1, count do
  local interval, most = ARGV[2 * i], tonumber(ARGV[2 * i + 1])
  local debt = (tonumber(call('GET', KEYS[i])) or now) - now
  if debt > most then owe(KEYS[i], most) end
  debt = math.min(math.max(debt, 0), most)
  if debt + interval > most then answer[1] = 0 end
  answer[i + 1] = debt
end
if answer[1] == 1 then
  for i = 1, count do
    local key, interval, debt = KEYS[i], ARGV[2 * i], answer[i + 1]
    answer[i + 1] = debt + interval
    owe(key, debt + interval)
    if debt == 0 and ARGV[2 * i + 1] / interval <= 100 then
      call('TOUCH', key, key, key, key, key, key, key, key, key, key)
    end
  end
elseif (KEYS[count + 1] or '') ~= '' then
  call('SET', KEYS[count + 1], '', 'PX', 1000)
end
return answer
"""
NAME = sha1(SCRIPT.encode()).hexdigest()  # noqa: S324 - how Redis names scripts


class Standing(NamedTuple):
    """How a principal stands with a policy; `owed` is in microseconds until nothing is."""

    policy: str
    quota: Quota
    owed: int

    @property
    def remaining(self) -> int:
        """Requests that would pass now."""
        return (self.quota.most - self.owed) // self.quota.interval

    @property
    def seconds(self) -> int:
        """Until one more would pass, rounded up."""
        fewer = self.quota.most - (self.remaining + 1) * self.quota.interval
        return max(0, -(-(self.owed - fewer) // 1_000_000))


class Verdict(NamedTuple):
    allowed: bool
    standings: list[Standing]

    @property
    def violated(self) -> list[Standing]:
        """What refuses the request."""
        return [] if self.allowed else [found for found in self.standings if found.remaining == 0]
