#include "segments/segments.figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "codec/json_view.h"
#include "journeys/journeys.catalogue.h"
#include "segments/rule_json.h"
#include "segments/segments.h"
#include "storage/database.h"

namespace throughline::segments {

using journeys::CountsAsked;
using journeys::CountsCellAsked;
using journeys::EventChoice;
using journeys::FunnelAsked;
using journeys::FunnelCellAsked;
using journeys::TimeRange;
using journeys::WhoAsked;

namespace {

constexpr std::int64_t ms_per_second = 1'000;

// Puts a rule together; from the first thing on that no rule can say there is only the reason.
class Saying {
 public:
  void cannot(std::string because) {
    if (because_.empty()) {
      because_ = std::move(because);
    }
  }
  void add(std::string part) { parts_.push_back(std::move(part)); }

  // What limits the people, and the range; of the whole, or of one of its parts.
  void look(const journeys::LooksAsked& looks, const std::optional<journeys::PartAsked>& part) {
    range_ = looks.range;
    if (looks.derived && !looks.derived->empty()) {
      cannot("it asks for properties that are worked out of others");
    }
    if (looks.people) {
      add(looks.people->text);
    }
    if (!part) {
      return;
    }
    if (part->kind == "compared" && looks.compare) {
      look_at_compared(*looks.compare, *part);
    } else if (part->kind == "value" && looks.breakdown) {
      value_ = part->value.text;
      if (looks.breakdown->trait) {
        add(fmt::format(R"({{"trait":{},"is":"equals","value":{}}})",
                        quote_json(*looks.breakdown->trait), *value_));
      } else {
        property_ = looks.breakdown->property;
      }
    } else {
      cannot(
          "it is what a breakdown leaves over, and which values have groups of their own "
          "changes");
    }
  }
  void narrow(Time from, Time until) {
    range_ = TimeRange{.from = range_ && range_->from ? std::max(*range_->from, from) : from,
                       .until = range_ && range_->until ? std::min(*range_->until, until) : until};
  }
  [[nodiscard]] const std::optional<std::string>& property() const { return property_; }

  // The choice as steps, one per name.
  std::vector<std::string> steps_of(const EventChoice& choice) {
    if (choice.kind) {
      cannot("it counts only events of one kind");
    }
    if (!choice.names || choice.names->empty()) {
      cannot("it counts every event, whatever its name");
      return {};
    }
    std::string where = choice.where ? choice.where->text : std::string();
    if (property_ && value_) {
      const std::string own = fmt::format(R"({{"property":{},"is":"equals","value":{}}})",
                                          quote_json(*property_), *value_);
      where = where.empty() ? own : fmt::format(R"({{"and":[{},{}]}})", where, own);
    }
    std::vector<std::string> steps;
    for (const std::string& name : *choice.names) {
      steps.push_back(R"("event":)" + quote_json(name) +
                      (where.empty() ? std::string() : R"(,"where":)" + where));
    }
    return steps;
  }
  [[nodiscard]] std::string window() const {
    std::string said;
    if (range_ && range_->from) {
      said += R"(,"from":)" + quote_json(to_rfc3339(*range_->from));
    }
    if (range_ && range_->until) {
      said += R"(,"until":)" + quote_json(to_rfc3339(*range_->until));
    }
    return said;
  }
  std::string did(const EventChoice& choice) {
    std::string any;
    for (const std::string& step : steps_of(choice)) {
      any += (any.empty() ? "{" : ",{") + step + window() + "}";
    }
    return R"({"or":[)" + any + "]}";
  }

  FigureRule take() {
    if (!because_.empty()) {
      return {.because = because_};
    }
    std::string all;
    for (const std::string& part : parts_) {
      all += (all.empty() ? "" : ",") + part;
    }
    const auto rule = parse_rule(R"({"and":[)" + all + "]}");
    return rule.ok() ? FigureRule{.rule = to_json(*rule)}
                     : FigureRule{.because = rule.error().message};
  }

 private:
  void look_at_compared(const std::vector<journeys::ComparedAsked>& compared,
                        const journeys::PartAsked& part) {
    const auto document = codec::JsonDocument::parse(part.value.text);
    const std::string name(document.ok() ? document->root().text() : std::string_view());
    const auto found = std::find_if(compared.begin(), compared.end(),
                                    [&](const auto& one) { return one.name == name; });
    if (found == compared.end()) {
      cannot("there is no such part");
      return;
    }
    if (found->people) {
      add(found->people->text);
    }
    range_ = found->range ? found->range : range_;
  }

  std::vector<std::string> parts_;
  std::string because_;
  std::optional<TimeRange> range_;
  std::optional<std::string> property_;  // That each event is broken down by.
  std::optional<std::string> value_;     // JSON.
};

bool is_other_than(const std::optional<std::string>& chosen, std::string_view usual) {
  return chosen && *chosen != usual;
}

// Two steps are one thing done twice, or have no event in common; else which of the two an event of
// both is depends on the others.
bool is_clear(const std::vector<EventChoice>& steps, std::size_t count) {
  std::set<std::string> names;
  bool same = true;
  bool different = true;
  for (std::size_t i = 0; i < count; ++i) {
    for (const std::string& name : steps[i].names.value_or(std::vector<std::string>())) {
      different = names.insert(name).second && different;
    }
    const auto text = [](const EventChoice& step) { return step.where ? step.where->text : ""; };
    same = same && steps[i].names == steps[0].names && text(steps[i]) == text(steps[0]);
  }
  return same || different;
}

void check(const FunnelAsked& asked, const FunnelCellAsked& cell, Saying& saying) {
  if (is_other_than(asked.order, "ordered")) {
    saying.cannot("its steps are not simply one after the other");
  }
  if (is_other_than(asked.attempts, "best")) {
    saying.cannot("it counts attempts, and not how far somebody ever got");
  }
  if (asked.exclusions && !asked.exclusions->empty()) {
    saying.cannot("it leaves out attempts with something in between");
  }
  if (is_other_than(asked.window, "total") && asked.window_ms) {
    saying.cannot("its time limit is from step to step");
  }
  if (asked.strictly_later.value_or(false)) {
    saying.cannot("its steps must be at different instants");
  }
  if (asked.steps_after_range.value_or(false)) {
    saying.cannot("its later steps may come after the range");
  }
  if (asked.window_ms && *asked.window_ms % ms_per_second != 0) {
    saying.cannot("its time limit is not in whole seconds");
  }
  if (cell.period || cell.took_from_ms || cell.took_below_ms) {
    saying.cannot("it is of attempts of one period, or that took so long");
  }
}

// The first so many steps, one after the other.
std::string reached(const FunnelAsked& asked, std::size_t steps, Saying& saying) {
  if (steps == 1) {
    return saying.did(asked.steps[0]);
  }
  std::string sequence;
  for (std::size_t i = 0; i < steps; ++i) {
    const auto names = saying.steps_of(asked.steps[i]);
    if (names.size() != 1) {
      saying.cannot("one of its steps is of several events");
      return {};
    }
    sequence += (i == 0 ? "{" : ",{") + names[0] + "}";
  }
  if (steps > sequence_steps_max) {
    saying.cannot("it has more steps than a rule can have");
  }
  if (!is_clear(asked.steps, steps)) {
    saying.cannot("an event may be one of several of its steps");
  }
  return R"({"sequence":[)" + sequence + "]" +
         (asked.window_ms ? fmt::format(R"(,"within_s":{})", *asked.window_ms / ms_per_second)
                          : std::string()) +
         saying.window() + "}";
}

}  // namespace

FigureRule rule_of(const WhoAsked<FunnelAsked, FunnelCellAsked>& who) {
  const FunnelAsked& asked = who.question;
  const auto steps = static_cast<std::int64_t>(asked.steps.size());
  Saying saying;
  saying.look(asked, who.part);
  check(asked, who.cell, saying);
  if (saying.property()) {
    saying.cannot("it is of those whose first event said something");
  }
  if (who.cell.furthest_from < 1 || who.cell.furthest_from > steps ||
      who.cell.furthest_to < who.cell.furthest_from) {
    saying.cannot("there is no such step");
    return saying.take();
  }
  saying.add(reached(asked, static_cast<std::size_t>(who.cell.furthest_from), saying));
  if (who.cell.furthest_to < steps) {
    saying.add(R"({"not":)" +
               reached(asked, static_cast<std::size_t>(who.cell.furthest_to) + 1, saying) + "}");
  }
  return saying.take();
}

FigureRule rule_of(const WhoAsked<CountsAsked, CountsCellAsked>& who, const Calendar& calendar) {
  const CountsAsked& asked = who.question;
  Saying saying;
  saying.look(asked, who.part);
  if (who.cell.node) {
    saying.cannot("it counts only events of one kind");
  }
  if (who.cell.period) {
    const PeriodUnit unit = asked.unit == "month"  ? PeriodUnit::month
                            : asked.unit == "week" ? PeriodUnit::week
                                                   : PeriodUnit::day;
    saying.narrow({calendar.begin_ms(unit, *who.cell.period) * us_per_ms},
                  {calendar.end_ms(unit, *who.cell.period) * us_per_ms});
  }
  saying.add(saying.did(asked.events.value_or(EventChoice())));
  return saying.take();
}

Result<SaidFigure> Segments::rule_of_figure(const journeys::Asking& asking, const Figure& figure) {
  const std::string body = body_of(figure, std::nullopt);
  FigureRule found;
  if (figure.kind == "funnel") {
    using Who = WhoAsked<FunnelAsked, FunnelCellAsked>;
    TL_TRY_ASSIGN(const auto who, codec::parse_as<Who>(body));
    found = rule_of(who);
  } else if (figure.kind == "counts") {
    using Who = WhoAsked<CountsAsked, CountsCellAsked>;
    TL_TRY_ASSIGN(const auto who, codec::parse_as<Who>(body));
    TL_TRY_ASSIGN(const journeys::Frame frame,
                  journeys_.frame(asking, {.week_start = who.question.week_start}));
    found = rule_of(who, frame.calendar);
  } else if (figure.kind == "landmark") {
    found.because = "a rule cannot say what somebody did so long after they began";
  } else {
    found.because = "a rule can say how far somebody got in a funnel, and who did an event";
  }
  SaidFigure said = {.rule = found.rule,
                     .because = std::move(found.because),
                     .can_be_asked = journeys::find_question(figure.kind) != nullptr ||
                                     find_other(figure.kind) != nullptr};
  if (said.rule) {
    TL_TRY_ASSIGN(said.sentence, workspaces_.read(asking.workspace, [&](storage::Transaction& tx) {
      return sentence_of_rule(tx, *said.rule);
    }));
  }
  return said;
}

}  // namespace throughline::segments
