// The answers kept for Idempotency-Keys, as the router asks for them.
#pragma once

#include <memory>

#include "access/access.h"
#include "http/answer_memory.h"

namespace throughline::access {

std::unique_ptr<http::AnswerMemory> make_answer_memory(Access& access);

}  // namespace throughline::access
