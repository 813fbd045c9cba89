"""The only door through which the agent's answers write: a decision about an action that its asker has confirmed."""

from agent.planner import Caller
from agent.reply import Answer, Proposal
from pipeline.actions import decide
from pipeline.errors import ActionError
from pipeline.ledger import Change, Who
from pipeline.settings import Settings
from pipeline.talks import Said


def recorded(settings: Settings, answer: Answer, asker: Caller, before: Said | None) -> Answer:
    """Record what an answer proposes, where its asker has confirmed it; return what to say then.

    Args:
        settings: The home whose ledger is written.
        answer: Any answer; one without a confirmed proposal comes back as it is.
        asker: Who confirmed it.
        before: The question before, in a kept conversation: what it proposed must still be what is confirmed.
    """
    proposal = answer.proposal
    if proposal is None or not proposal.confirmed:
        return answer
    if before is not None and answer.plan is not None and before.reading != answer.plan.said:
        return answer.model_copy(update={"answer": proposal.changed, "status": "clarify"})
    try:
        decide(settings, proposal.action_id, _change(proposal), Who(asker.user, asker.role))
    except ActionError as refused:
        return answer.model_copy(update={"answer": f"{refused.message} {refused.hint}", "status": "declined"})
    return answer.model_copy(update={"answer": proposal.done})


def _change(proposal: Proposal) -> Change:
    return Change(
        proposal.state,
        owner=proposal.owner,
        due_on=proposal.due_on,
        shipped_on=proposal.shipped_on,
        exposed_share=proposal.exposed_share,
        reason=proposal.reason,
    )
