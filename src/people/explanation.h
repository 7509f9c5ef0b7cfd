// Why two identifiers are one person, or why they are not: the claims that linked them, in order
// from the one to the other, or the attempts that were refused.
#pragma once

#include <string>
#include <vector>

#include "people/identity.h"

namespace throughline::people {

struct Explanation {
  enum class Verdict { same, apart, unconnected };
  Verdict verdict = Verdict::unconnected;
  // same: a path of joins from one to the other. apart: the refusals between their two people.
  // unconnected: empty, no evidence speaks of both.
  std::vector<Link> links = {};
  std::string text = {};  // One sentence.
};
std::string_view name_of(Explanation::Verdict verdict);

Explanation explain(const Resolved& resolved, const Identifier& one, const Identifier& other);

}  // namespace throughline::people
