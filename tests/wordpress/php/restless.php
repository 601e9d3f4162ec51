<?php
// An editor who does not rest: as long as a file is there, posts of a list of ids are changed, unpublished and published
// again, and others are written and deleted. Prints how often.
require __DIR__ . '/load.php';

function lab_restless($file, $ids) {
    $made = array();
    $end = time() + 60;
    for ($turn = 0; file_exists($file) && time() < $end; $turn++) {
        clearstatcache();
        $id = $ids[$turn % count($ids)];
        wp_update_post(array('ID' => $id, 'post_status' => 'draft'));
        $made[] = wp_insert_post(array('post_title' => "Restless $turn", 'post_content' => '<p>New.</p>', 'post_status' => 'publish'));
        wp_update_post(array('ID' => $id, 'post_status' => 'publish', 'post_content' => "<p>Changed in turn $turn.</p>"));
        if ($turn % 3 === 2) {
            wp_delete_post(array_shift($made), true);
        }
        usleep(30000);
    }
    echo json_encode($turn);
}
lab_restless($argv[2], array_map('intval', explode(',', $argv[3])));
