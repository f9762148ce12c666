"""Sign-ins across two tenants: what both of them say, what was proved, and what comes of it.

One line is one sign-in of Ana, a guest of the resource tenant and a member of the group Auditors
at home.  `-` is what every new tenant has; `?home` and `?here` are challenges, and where they are
met.

The columns:

* mode: C is B2B collaboration, D is B2B direct connect;
* outd to inp: what home says outbound and the resource tenant inbound, d by default, p as the
  configuration for the partner: whom it allows (`ana`, `auditors`, `ben`), in which application
  (`tool`), `!` for whom or what it blocks;
* trust: what the resource tenant trusts, `d:` by default;
* policy: what Conditional Access asks: `+` all of it, `/` one of it, `~` only to report;
* app: `tool`, `chan` (a shared channel) or `mail` (the protected one);
* mfa and dev: what the session proved, `here` is the resource tenant, `comp` a compliant and
  `join` a hybrid-joined device;
* ends and by: the decision, and the finding that decides.
"""

from dataclasses import dataclass

_TABLE = """
mode|outd|outp     |ind |inp      |trust|policy  |app |mfa |dev |ends |by
C   |-   |-        |-   |-        |-    |-       |tool|none|none|allow|-
C   |none|-        |-   |-        |-    |-       |tool|none|none|block|home default users
C   |all |none     |-   |-        |-    |-       |tool|none|none|block|home partner users
C   |none|all      |-   |-        |-    |-       |tool|none|none|allow|-
C   |-   |ana      |-   |-        |-    |-       |tool|none|none|allow|-
C   |-   |ben      |-   |-        |-    |-       |tool|none|none|block|home partner users
C   |-   |!ana     |-   |-        |-    |-       |tool|none|none|block|home partner users
C   |-   |auditors |-   |-        |-    |-       |tool|none|none|allow|-
C   |-   |!auditors|-   |-        |-    |-       |tool|none|none|block|home partner users
C   |-   |in tool  |-   |-        |-    |-       |tool|none|none|allow|-
C   |-   |in tool  |-   |-        |-    |-       |mail|none|none|block|home partner apps
C   |-   |!in tool |-   |-        |-    |-       |tool|none|none|block|home partner apps
C   |-   |-        |none|-        |-    |-       |tool|none|none|block|resource default users
C   |-   |-        |none|all      |-    |-       |tool|none|none|allow|-
C   |-   |-        |all |none     |-    |-       |tool|none|none|block|resource partner users
C   |-   |-        |-   |ana      |-    |-       |tool|none|none|allow|-
C   |-   |-        |-   |ben      |-    |-       |tool|none|none|block|resource partner users
C   |-   |-        |-   |!ana     |-    |-       |tool|none|none|block|resource partner users
C   |-   |-        |-   |auditors |-    |-       |tool|none|none|allow|-
C   |-   |-        |-   |!auditors|-    |-       |tool|none|none|block|resource partner users
C   |-   |-        |-   |in tool  |-    |-       |mail|none|none|block|resource partner apps
C   |-   |-        |-   |!in tool |-    |-       |mail|none|none|allow|-
C   |-   |ana      |-   |auditors |-    |-       |tool|none|none|allow|-
C   |none|-        |none|-        |-    |-       |tool|none|none|block|home default users
C   |-   |-        |-   |-        |-    |mfa     |tool|none|none|?here|mfa
C   |-   |-        |-   |-        |-    |mfa     |tool|home|none|?here|mfa
C   |-   |-        |-   |-        |-    |mfa     |tool|here|none|allow|-
C   |-   |-        |-   |-        |mfa  |mfa     |tool|none|none|?home|mfa
C   |-   |-        |-   |-        |mfa  |mfa     |tool|home|none|allow|-
C   |-   |-        |-   |-        |mfa  |mfa     |tool|here|none|allow|-
C   |-   |-        |-   |-        |d:mfa|mfa     |tool|home|none|allow|-
C   |-   |-        |-   |-        |comp |mfa     |tool|home|none|?here|mfa
C   |-   |-        |-   |-        |-    |comp    |tool|none|comp|block|comp
C   |-   |-        |-   |-        |comp |comp    |tool|none|comp|allow|-
C   |-   |-        |-   |-        |comp |comp    |tool|none|join|block|comp
C   |-   |-        |-   |-        |comp |comp    |tool|none|none|?home|comp
C   |-   |-        |-   |-        |mfa  |comp    |tool|home|comp|block|comp
C   |-   |-        |-   |-        |join |join    |tool|none|join|allow|-
C   |-   |-        |-   |-        |join |join    |tool|none|comp|block|join
C   |-   |-        |-   |-        |-    |join    |tool|none|join|block|join
C   |-   |-        |-   |-        |comp |mfa/comp|tool|none|comp|allow|-
C   |-   |-        |-   |-        |-    |mfa/comp|tool|none|comp|?here|mfa
C   |-   |-        |-   |-        |all  |mfa+comp|tool|home|comp|allow|-
C   |-   |-        |-   |-        |all  |mfa+comp|tool|none|comp|?home|mfa
C   |-   |-        |-   |-        |mfa  |mfa+comp|tool|home|comp|block|comp
C   |-   |-        |-   |-        |-    |block   |tool|here|none|block|block
C   |-   |-        |-   |-        |-    |~block  |tool|none|none|allow|-
C   |-   |-        |-   |-        |-    |~mfa    |tool|none|none|allow|-
C   |-   |-        |-   |-        |mfa  |approv  |tool|home|none|block|approv
C   |-   |-        |-   |none     |mfa  |mfa     |tool|home|none|block|resource partner users
D   |-   |-        |-   |-        |-    |-       |chan|none|none|block|home default users
D   |all |-        |-   |-        |-    |-       |chan|none|none|block|resource default users
D   |-   |-        |all |-        |-    |-       |chan|none|none|block|home default users
D   |all |-        |all |-        |-    |-       |chan|none|none|allow|-
D   |-   |all      |-   |all      |-    |-       |chan|none|none|allow|-
D   |all |-        |-   |all      |-    |-       |chan|none|none|allow|-
D   |-   |all      |all |-        |-    |-       |chan|none|none|allow|-
D   |all |none     |all |-        |-    |-       |chan|none|none|block|home partner users
D   |all |-        |all |none     |-    |-       |chan|none|none|block|resource partner users
D   |-   |ana      |-   |ana      |-    |-       |chan|none|none|allow|-
D   |-   |auditors |-   |auditors |-    |-       |chan|none|none|allow|-
D   |-   |ben      |-   |all      |-    |-       |chan|none|none|block|home partner users
D   |-   |all      |-   |!auditors|-    |-       |chan|none|none|block|resource partner users
D   |-   |all      |-   |all      |-    |-       |tool|none|none|block|no channel
D   |-   |all      |-   |in tool  |-    |-       |chan|none|none|block|resource partner apps
D   |-   |all      |-   |all      |-    |mfa     |chan|home|none|block|mfa
D   |-   |all      |-   |all      |-    |mfa     |chan|here|none|block|mfa
D   |-   |all      |-   |all      |mfa  |mfa     |chan|home|none|allow|-
D   |-   |all      |-   |all      |mfa  |mfa     |chan|none|none|?home|mfa
D   |-   |all      |-   |all      |mfa  |mfa     |chan|here|none|?home|mfa
D   |-   |all      |-   |all      |d:mfa|mfa     |chan|home|none|allow|-
D   |-   |all      |-   |all      |comp |comp    |chan|none|comp|allow|-
D   |-   |all      |-   |all      |-    |comp    |chan|none|comp|block|comp
D   |-   |all      |-   |all      |join |join    |chan|none|join|allow|-
D   |-   |all      |-   |all      |join |join    |chan|none|none|?home|join
D   |-   |all      |-   |all      |all  |mfa+join|chan|home|join|allow|-
D   |-   |all      |-   |all      |-    |block   |chan|home|none|block|block
D   |-   |all      |-   |all      |-    |~mfa    |chan|none|none|allow|-
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One sign-in; the fields are the columns."""

    mode: str
    home_default: str
    home_partner: str
    resource_default: str
    resource_partner: str
    trust: str
    policy: str
    application: str
    mfa: str
    device: str
    decision: str
    decided_by: str


def _rows() -> tuple[TableRow, ...]:
    names = list(TableRow.__dataclass_fields__)
    lines = _TABLE.strip().splitlines()[1:]
    return tuple(
        TableRow(**dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True)))
        for line in lines
    )


ROWS = _rows()
