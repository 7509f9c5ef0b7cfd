#include "net/exchange.h"

#include <sys/stat.h>

#include <exception>
#include <fstream>

#include "base/log.h"
#include "net/connection.h"

namespace throughline::net {
namespace {

constexpr std::size_t file_piece_bytes = std::size_t{128} * 1024;

http::Generator reader_of(const std::string& path) {
  const auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  return [file]() -> std::optional<std::string> {
    std::string piece(file_piece_bytes, '\0');
    file->read(piece.data(), static_cast<std::streamsize>(piece.size()));
    piece.resize(static_cast<std::size_t>(file->gcount()));
    return piece.empty() ? std::nullopt : std::optional(std::move(piece));
  };
}

void open_file(Exchange& exchange) {
  const std::string path = std::get<http::FileBody>(exchange.response.body).path;
  struct stat facts = {};
  if (stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    exchange.response = http::problem(Error::internal("cannot open a file to be answered"));
    return;
  }
  exchange.length = static_cast<std::uint64_t>(facts.st_size);
  exchange.response.body = reader_of(path);
}

bool needs_work(const Exchange& exchange, int gzip_level) {
  return std::holds_alternative<http::FileBody>(exchange.response.body) ||
         (gzip_level > 0 && exchange.accepts_gzip && worth_compressing(exchange.response));
}

void finish(Exchange& exchange, int gzip_level) {
  try {
    if (std::holds_alternative<http::FileBody>(exchange.response.body)) {
      open_file(exchange);
    } else {
      compress(exchange.response, level_for(exchange.response, gzip_level));
    }
  } catch (const std::exception& exception) {
    exchange.response = http::problem(Error::internal(exception.what()));
  }
}

// Takes the answer on whatever thread it comes; work on it is done by a worker.
void take_answer(Core& core, const std::shared_ptr<Exchange>& exchange, http::Response response) {
  exchange->response = std::move(response);
  const int gzip_level = core.options.gzip_level;
  if (!needs_work(*exchange, gzip_level)) {
    complete(core, exchange);
  } else if (core.workers.on_worker()) {
    finish(*exchange, gzip_level);
    complete(core, exchange);
  } else {
    core.workers.post([&core, exchange, gzip_level] {
      finish(*exchange, gzip_level);
      complete(core, exchange);
    });
  }
}

void run(Core& core, const std::shared_ptr<Exchange>& exchange, Incoming incoming) {
  if (core.stopping) {
    take_answer(core, exchange, http::problem(Error::unavailable("The server stops.")));
    return;
  }
  Result<ReceivedBody> body =
      undo_coding(incoming.coding, std::move(incoming.body),
                  {incoming.body_bytes_max, core.options.body_memory_bytes_max,
                   core.options.temporary_directory});
  if (!body.ok()) {
    take_answer(core, exchange, http::problem(body.error()));
    return;
  }
  incoming.request.body = std::move(body->text);
  exchange->body.file = std::move(body->file);
  incoming.request.body_file = exchange->body.file.path();
  core.router.serve(std::move(incoming.request),
                    [owner = core.shared_from_this(), exchange](http::Response response) {
                      take_answer(*owner, exchange, std::move(response));
                    });
}

}  // namespace

void complete(Core& core, const std::shared_ptr<Awaited>& awaited) {
  asio::post(core.io, [awaited] {
    awaited->done = true;
    if (awaited->waiter != nullptr) {
      awaited->waiter->wake();
    }
  });
}

void pull(Core& core, const std::shared_ptr<Pull>& next) {
  next->done = false;
  core.workers.post([&core, next] {
    try {
      next->piece = next->generator();
    } catch (const std::exception& exception) {
      log(LogLevel::error, "an answer broke off", {{"why", exception.what()}});
      next->failed = true;
    }
    complete(core, next);
  });
}

bool dispatch(Core& core, const std::shared_ptr<Exchange>& exchange, Incoming incoming) {
  exchange->accepts_gzip = incoming.accepts_gzip;
  incoming.request.cancellation = {exchange, &exchange->cancellation};
  return core.workers.try_post([&core, exchange, incoming = std::move(incoming)]() mutable {
    try {
      run(core, exchange, std::move(incoming));
    } catch (const std::exception& exception) {
      take_answer(core, exchange, http::problem(Error::internal(exception.what())));
    }
  });
}

}  // namespace throughline::net
