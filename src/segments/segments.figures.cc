// Who is behind a figure is asked again and again; who came and who went since is told like
// everything else. Killed in between, the next asking makes it right.
#include "segments/segments.h"

#include "base/clock.h"
#include "journeys/journeys.catalogue.h"
#include "journeys/journeys.frame.h"
#include "segments/figure.h"
#include "segments/segments.figure.h"
#include "segments/segments.figure_keeper.h"
#include "segments/segments.parts.h"
#include "storage/database.h"

namespace throughline::segments {

using journeys::Asking;
using storage::Transaction;

namespace {

constexpr std::size_t people_at_once = 200;
// That nothing has changed is noted so often.
constexpr std::int64_t noted_us = us_per_minute;

}  // namespace

Result<std::vector<SegmentId>> Segments::figures_asked(WorkspaceId workspace) {
  return workspaces_.read(workspace, [&](Transaction& tx) -> Result<std::vector<SegmentId>> {
    TL_TRY_ASSIGN(const auto book, this->book(tx));
    std::vector<SegmentId> ids;
    if (!book->has_figures) {
      return ids;
    }
    TL_TRY_ASSIGN(const auto askings, find_askings(tx));
    for (const auto& definition : book->definitions) {
      if (definition->figure && askings.contains(definition->segment.id)) {
        ids.push_back(definition->segment.id);
      }
    }
    return ids;
  });
}

// Those that others ask for come first.
Result<void> Segments::ask_figures(WorkspaceId workspace) {
  TL_TRY_ASSIGN(const auto ids, figures_asked(workspace));
  for (const SegmentId id : ids) {
    TL_TRY(ask_figure({.workspace = workspace}, id));
  }
  return {};
}

Result<std::string> Segments::body_now(const Asking& asking, const Figure& figure) {
  if (!figure.last_days) {
    return body_of(figure, std::nullopt);
  }
  TL_TRY_ASSIGN(const journeys::Frame frame, journeys_.frame(asking, journeys::FrameWish{}));
  const std::int64_t today = frame.calendar.period_of(PeriodUnit::day, frame.now_ms);
  return body_of(
      figure,
      Time{frame.calendar.begin_ms(PeriodUnit::day, today + 1 - *figure.last_days) * us_per_ms});
}

void Segments::also_asks(const std::string& kind, OtherQuestion question) {
  other_questions_[kind] = std::move(question);
}

const OtherQuestion* Segments::find_other(const std::string& kind) const {
  const auto found = other_questions_.find(kind);
  return found == other_questions_.end() ? nullptr : &found->second;
}

Result<journeys::PeopleBehind> Segments::asked(const Asking& asking, const Figure& figure) {
  TL_TRY_ASSIGN(const std::string body, body_now(asking, figure));
  if (const OtherQuestion* const other = find_other(figure.kind)) {
    return other->everybody(asking, body);
  }
  const journeys::Question* const question = journeys::find_question(figure.kind);
  if (question == nullptr) {
    return Error::invalid("there is no question " + figure.kind);
  }
  std::vector<journeys::NodeNameView> nodes;
  for (const FigureNode& node : figure.nodes.value_or(std::vector<FigureNode>())) {
    nodes.push_back({node.id, node.kind, node.name});
  }
  return question->everybody(journeys_, asking, body, nodes);
}

Result<void> Segments::check_asked(const Figure& figure) const {
  if (const OtherQuestion* const other = find_other(figure.kind)) {
    TL_TRY(check_figure(figure));
    TL_TRY(other->kept(figure, body_of(figure, std::nullopt)));
    return {};
  }
  const journeys::Question* const question = journeys::find_question(figure.kind);
  if (question == nullptr) {
    return Error::invalid("`kind` must be a question about journeys, such as retention");
  }
  TL_TRY(check_figure(figure));
  return question->check(body_of(figure, std::nullopt));
}

// With what its numbers stand for. Asked once, as whoever looks at it does.
Result<Figure> Segments::completed(const Asking& asking, const Figure& figure) {
  TL_TRY(check_asked(figure));
  if (const OtherQuestion* const other = find_other(figure.kind)) {
    TL_TRY_ASSIGN(const Figure kept, other->kept(figure, body_of(figure, std::nullopt)));
    TL_TRY(asked(asking, kept));
    return kept;
  }
  const journeys::Question& question = *journeys::find_question(figure.kind);
  Figure complete = figure;
  TL_TRY_ASSIGN(const std::string body, body_now(asking, figure));
  TL_TRY(question.people(journeys_, asking, body));
  TL_TRY_ASSIGN(const auto nodes, question.nodes(journeys_, asking, body));
  complete.nodes.emplace();
  for (const journeys::NodeNameView& node : nodes) {
    complete.nodes->push_back({node.id, node.kind, node.name});
  }
  return complete;
}

Result<Segment> Segments::create(const Asking& asking, const Actor& actor,
                                 const SegmentForm& form) {
  SegmentForm complete = form;
  if (form.figure) {
    TL_TRY_ASSIGN(complete.figure, completed(asking, *form.figure));
  }
  auto made = create(actor, complete);
  if (form.figure && keeper_ != nullptr) {
    keeper_->look_again();
  }
  return made;
}

Result<Segments::BehindFigure> Segments::who_is_behind(const Asking& asking, SegmentId id) {
  BehindFigure behind;
  TL_TRY_ASSIGN(const Segment segment,
                workspaces_.read(asking.workspace, [&](Transaction& tx) -> Result<Segment> {
                  behind.moves = std::as_const(memory(tx)->moves).with([](const Moves& moves) {
                    return moves.count();
                  });
                  return find_segment(tx, id);
                }));
  behind.rule = segment.rule;
  TL_TRY_ASSIGN(const Figure figure, parse_figure(segment.rule));
  // Whatever was followed until now is in the answer: people are who they are here.
  Asking after = asking;
  TL_TRY_ASSIGN(behind.position, timeline_.position(asking.workspace));
  after.at_least = behind.position;
  TL_TRY_ASSIGN(const auto people, asked(after, figure));
  for (const ProfileId person : people.people) {
    behind.people.add(person);
  }
  return behind;
}

Result<void> Segments::ask_figure(const Asking& asking, SegmentId id) {
  const auto behind = who_is_behind(asking, id);
  if (!behind.ok()) {
    const bool gone = asking.cancelled && asking.cancelled();
    const auto progress = journeys_.progress(asking.workspace);
    // That the record is still being read passes.
    const bool passes =
        behind.error().code == ErrorCode::unavailable && progress.ok() && !progress->ready;
    if (!gone && !passes) {
      TL_TRY(note_failure(asking.workspace, id, behind.error()));
    }
    return behind.error();
  }
  return settle_figure(asking, id, *behind);
}

Result<void> Segments::note_failure(WorkspaceId workspace, SegmentId id, const Error& error) {
  return workspaces_.write(workspace, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(auto asking, find_asking(tx, id));
    if (!asking || (asking->failed_at && asking->because == error.message)) {
      return {};
    }
    asking->failed_at = asking->failed_at.value_or(clock_.now());
    asking->because = error.message;
    return save_asking(tx, id, *asking);
  });
}

// Who leaves first: whoever became somebody else takes their stay along.
Result<void> Segments::settle_figure(const Asking& asking, SegmentId id,
                                     const BehindFigure& behind) {
  journeys::PeopleSet inside;
  std::vector<std::pair<ProfileId, bool>> changes;
  TL_TRY(workspaces_.read(asking.workspace, [&](Transaction& tx) {
    return each_member(tx, id, [&](ProfileId person) {
      inside.add(person);
      if (!behind.people.has(person)) {
        changes.emplace_back(person, false);
      }
    });
  }));
  behind.people.each([&](ProfileId person) {
    if (!inside.has(person)) {
      changes.emplace_back(person, true);
    }
  });
  for (std::size_t begin = 0;; begin += people_at_once) {
    const std::size_t end = std::min(begin + people_at_once, changes.size());
    const bool last = end == changes.size();
    const std::vector<std::pair<ProfileId, bool>> some(
        changes.begin() + static_cast<std::ptrdiff_t>(begin),
        changes.begin() + static_cast<std::ptrdiff_t>(end));
    TL_TRY_ASSIGN(const bool goes_on, settle_some(asking.workspace, id, behind, some, last));
    if (last || !goes_on) {
      return {};
    }
    if (asking.cancelled && asking.cancelled()) {
      return Error::unavailable("nobody waits for it any more");
    }
  }
}

// Whether the segment is still what was asked for. Whoever may have become somebody else meanwhile
// waits for the next answer.
Result<bool> Segments::settle_some(WorkspaceId workspace, SegmentId id, const BehindFigure& behind,
                                   const std::vector<std::pair<ProfileId, bool>>& some, bool last) {
  const auto has_moved = [&](Transaction& tx, ProfileId person) {
    return std::as_const(memory(tx)->moves).with([&](const Moves& moves) {
      return moves.has_moved(person, behind.moves);
    });
  };
  const auto write = [&](Transaction& tx) -> Result<bool> {
    TL_TRY(take_turn(tx));
    TL_TRY_ASSIGN(const auto book, this->book(tx));
    const Definition* const definition = book->find(id);
    if (definition == nullptr || definition->segment.rule != behind.rule) {
      return false;
    }
    Judging::Others others;
    for (const auto& [person, is_behind] : some) {
      if (!has_moved(tx, person)) {
        TL_TRY(update(tx, *book, person, Cause::figure, others, SaidOfFigure{id, is_behind}));
      }
    }
    if (last && !definition->segment.built) {
      TL_TRY(figure_is_built(tx, id, clock_.now()));
    }
    if (last) {
      TL_TRY(save_asking(
          tx, id, {.asked_at = clock_.now(), .position = timeline::to_text(behind.position)}));
    }
    TL_TRY(arm(tx));
    return true;
  };
  if (some.empty()) {
    TL_TRY_ASSIGN(const bool known,
                  workspaces_.read(workspace, [&](Transaction& tx) -> Result<bool> {
                    TL_TRY_ASSIGN(const auto book, this->book(tx));
                    const Definition* const definition = book->find(id);
                    TL_TRY_ASSIGN(const auto asking, find_asking(tx, id));
                    return definition != nullptr && definition->segment.built && asking &&
                           !asking->failed_at && asking->asked_at &&
                           clock_.now().us - asking->asked_at->us < noted_us;
                  }));
    if (known) {
      return true;
    }
  }
  return workspaces_.write(workspace, write);
}

}  // namespace throughline::segments
