#include "storage/blobs.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "testing/temporary_directory.h"

namespace throughline::storage {
namespace {

class BlobsTest : public ::testing::Test {
 protected:
  void SetUp() override { reopen(); }
  void reopen() {
    Result<std::unique_ptr<Blobs>> opened = Blobs::open(directory_.path() + "/blobs");
    ASSERT_TRUE(opened.ok());
    blobs_ = *std::move(opened);
  }
  std::size_t files() {
    std::size_t found = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
      found += entry.is_regular_file() ? 1 : 0;
    }
    return found;
  }

  testing::TemporaryDirectory directory_;
  std::unique_ptr<Blobs> blobs_;
};

TEST_F(BlobsTest, GivesBackWhatWasPutUnderTheHashOfItsBytes) {
  const Result<BlobStored> stored = blobs_->put("abc");
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->name.hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(stored->bytes, 3U);
  EXPECT_EQ(*blobs_->get(stored->name), "abc");
  EXPECT_EQ(*blobs_->size_of(stored->name), 3U);
  EXPECT_TRUE(blobs_->exists(stored->name));
  EXPECT_TRUE(blobs_->path_of(stored->name).ends_with("/ba/" + stored->name.hex.substr(2)));
}

TEST_F(BlobsTest, KeepsTheSameBytesOnce) {
  ASSERT_TRUE(blobs_->put("twice").ok());
  ASSERT_TRUE(blobs_->put("twice").ok());
  EXPECT_EQ(files(), 1U);
}

TEST_F(BlobsTest, TakesBytesPieceByPiece) {
  Result<BlobWriter> writer = blobs_->start();
  ASSERT_TRUE(writer.ok());
  std::string whole;
  for (int i = 0; i < 100; ++i) {
    const std::string piece(static_cast<std::size_t>(i) * 100, static_cast<char>(i));
    ASSERT_TRUE(writer->append(piece).ok());
    whole += piece;
  }
  const Result<BlobStored> stored = writer->finish();
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(*blobs_->get(stored->name), whole);
}

TEST_F(BlobsTest, LeavesNothingOfWhatWasNotFinished) {
  {
    Result<BlobWriter> writer = blobs_->start();
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE(writer->append("half").ok());
    EXPECT_EQ(files(), 1U);
  }
  EXPECT_EQ(files(), 0U);
}

TEST_F(BlobsTest, RemovesWhatACrashLeftHalfWritten) {
  std::ofstream(directory_.path() + "/blobs/unfinished/leftover") << "half";
  EXPECT_EQ(files(), 1U);
  reopen();
  EXPECT_EQ(files(), 0U);
}

TEST_F(BlobsTest, NoticesDamage) {
  const Result<BlobStored> stored = blobs_->put("sound");
  ASSERT_TRUE(stored.ok());
  std::ofstream(blobs_->path_of(stored->name)) << "rotten";
  EXPECT_EQ(blobs_->get(stored->name).error().code, ErrorCode::unavailable);
}

TEST_F(BlobsTest, RemovesAndThenFindsNothing) {
  const Result<BlobStored> stored = blobs_->put("gone");
  ASSERT_TRUE(stored.ok());
  EXPECT_TRUE(blobs_->remove(stored->name).ok());
  EXPECT_TRUE(blobs_->remove(stored->name).ok());
  EXPECT_FALSE(blobs_->exists(stored->name));
  EXPECT_EQ(blobs_->get(stored->name).error().code, ErrorCode::not_found);
  EXPECT_EQ(blobs_->size_of(stored->name).error().code, ErrorCode::not_found);
}

TEST_F(BlobsTest, AcceptsOnlyNamesThatAreHashes) {
  EXPECT_TRUE(parse_blob_name(std::string(64, 'a')).ok());
  EXPECT_FALSE(parse_blob_name(std::string(63, 'a')).ok());
  EXPECT_FALSE(parse_blob_name(std::string(64, 'A')).ok());
  EXPECT_FALSE(parse_blob_name("../../" + std::string(58, 'a')).ok());
}

TEST_F(BlobsTest, TakesTheSameBytesFromManyThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this] {
      for (int i = 0; i < 50; ++i) {
        const Result<BlobStored> stored = blobs_->put("number " + std::to_string(i));
        ASSERT_TRUE(stored.ok());
        ASSERT_TRUE(blobs_->get(stored->name).ok());
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(files(), 50U);
}

}  // namespace
}  // namespace throughline::storage
